using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Consensus;

/// <summary>Finds which picks of several pickers mean one particle.</summary>
/// <remarks>
/// The nearest pair comes first. Two clusters become one where no picker would have two picks in it and every two picks
/// of it are nearer than the distance. Particles are hardly nearer to each other than that, so clusters are small, and
/// a better assignment of all pairs at once changes next to nothing.
/// </remarks>
internal static class PickClusters
{
    /// <summary>Clusters the picks of one micrograph.</summary>
    /// <param name="pickers">Picks of every picker, pixels.</param>
    /// <param name="distance">Picks that are farther apart mean two particles, pixels, positive.</param>
    /// <returns>Every pick in one cluster, in the order of the first picker's picks, then the second's.</returns>
    public static IReadOnlyList<PickCluster> Of(IReadOnlyList<IReadOnlyList<Particle>> pickers, double distance)
    {
        Member[] members =
        [
            .. pickers.SelectMany((picks, picker) =>
                picks.Select((place, number) => new Member(picker, number, place))),
        ];
        List<Member>[] clusters = [.. members.Select(member => new List<Member> { member })];
        int[] clusterOf = [.. Enumerable.Range(0, members.Length)];
        foreach ((int one, int other) in Pairs(members, distance))
        {
            (List<Member> to, List<Member> from) = (clusters[clusterOf[one]], clusters[clusterOf[other]]);
            if (to != from && to.TrueForAll(member => from.TrueForAll(next => Fit(member, next, distance))))
            {
                to.AddRange(from);
                int old = clusterOf[other];
                for (int n = 0; n < members.Length; n++)
                {
                    clusterOf[n] = clusterOf[n] == old ? clusterOf[one] : clusterOf[n];
                }
            }
        }

        return
        [
            .. clusterOf.Distinct().Select(cluster =>
            {
                int[] picks = new int[pickers.Count];
                Array.Fill(picks, -1);
                foreach (Member member in clusters[cluster])
                {
                    picks[member.Picker] = member.Number;
                }

                return new PickCluster(picks);
            }),
        ];
    }

    // Of different pickers and near enough, the nearest first.
    private static IEnumerable<(int One, int Other)> Pairs(Member[] members, double distance)
    {
        int[] byColumn = [.. Enumerable.Range(0, members.Length).OrderBy(n => members[n].Place.X)];
        List<(int One, int Other)> pairs = [];
        for (int i = 0; i < byColumn.Length; i++)
        {
            for (int j = i + 1; j < byColumn.Length
                && members[byColumn[j]].Place.X - members[byColumn[i]].Place.X < distance; j++)
            {
                (int one, int other) = (Math.Min(byColumn[i], byColumn[j]), Math.Max(byColumn[i], byColumn[j]));
                if (Fit(members[one], members[other], distance))
                {
                    pairs.Add((one, other));
                }
            }
        }

        return pairs.OrderBy(pair => Distance(members[pair.One], members[pair.Other])).ThenBy(pair => pair);
    }

    private static bool Fit(Member one, Member other, double distance) =>
        one.Picker != other.Picker && Distance(one, other) < distance;

    private static double Distance(Member one, Member other) =>
        Math.Sqrt(Square(one.Place.X - other.Place.X) + Square(one.Place.Y - other.Place.Y));

    private static double Square(double value) => value * value;

    private readonly record struct Member(int Picker, int Number, Particle Place);
}
