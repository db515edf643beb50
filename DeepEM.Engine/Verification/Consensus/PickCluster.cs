using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Consensus;

/// <summary>Picks of several pickers that mean one particle.</summary>
/// <param name="Picks">For every picker the number of its pick on the micrograph, or −1 for none.</param>
internal sealed record PickCluster(int[] Picks)
{
    /// <summary>How many pickers have it.</summary>
    public int Votes => Picks.Count(pick => pick >= 0);

    /// <summary>The median of the places, weighted: no picker's place alone can move it far.</summary>
    /// <param name="pickers">Picks of every picker.</param>
    /// <param name="weights">For every picker what its place weighs, above 0.</param>
    /// <returns>Column and row.</returns>
    public (double X, double Y) Centre(IReadOnlyList<IReadOnlyList<Particle>> pickers, IReadOnlyList<double> weights)
    {
        (Particle Place, double Weight)[] members =
        [
            .. Picks.Select((pick, picker) => (pick, picker)).Where(member => member.pick >= 0)
                .Select(member => (pickers[member.picker][member.pick], weights[member.picker])),
        ];
        return (Median(place => place.X), Median(place => place.Y));

        double Median(Func<Particle, double> of)
        {
            double half = members.Sum(member => member.Weight) / 2;
            double sum = 0;
            foreach ((Particle place, double weight) in members.OrderBy(member => of(member.Place)))
            {
                sum += weight;
                if (sum >= half)
                {
                    return of(place);
                }
            }

            return of(members[^1].Place);
        }
    }
}
