using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Consensus;

/// <summary>Joins the picks of several pickers.</summary>
/// <remarks>
/// <code>logit = Σ over pickers that have it of log(p/(1 − p))  +  Σ over the others of log(1 − r)</code>
/// with p the precision of the pick's score and r the recall of the picker (<see cref="PickerReliability"/>): a weak
/// picker says little, whether it agrees or not.
/// </remarks>
internal static class PickConsensus
{
    /// <summary>Joins.</summary>
    /// <param name="micrographs">For every micrograph, for every picker, its picks in pixels.</param>
    /// <param name="distances">For every micrograph the distance from which on two picks are two particles, pixels.
    /// </param>
    /// <param name="reliabilities">Receives how far each picker is believed.</param>
    /// <param name="verified">For every picker the scores and probabilities of its picks, where they were verified, by
    /// which it is then believed; null for the others, or for all.</param>
    /// <returns>For every micrograph all particles that any picker has, the surest first.</returns>
    public static IReadOnlyList<IReadOnlyList<ConsensusPick>> Of(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<Particle>>> micrographs,
        IReadOnlyList<double> distances,
        out IReadOnlyList<PickerReliability> reliabilities,
        IReadOnlyList<IReadOnlyList<(double Score, double Probability)>?>? verified = null)
    {
        int pickers = micrographs.Count == 0 ? 0 : micrographs[0].Count;
        IReadOnlyList<PickCluster>[] clusters =
            [.. micrographs.Select((picks, m) => PickClusters.Of(picks, distances[m]))];
        PickerReliability[] measured = [.. PickerReliability.Of(
            [.. Enumerable.Range(0, pickers).Select(picker => Votes(micrographs, clusters, picker))], verified)];
        double[] weights = [.. measured.Select(one => Math.Max(one.MeanPrecision, 1e-3))];
        reliabilities = measured;
        return
        [
            .. micrographs.Select((picks, m) => (IReadOnlyList<ConsensusPick>)
            [
                .. clusters[m].Select(cluster => Join(cluster, picks, measured, weights))
                    .OrderByDescending(pick => pick.Probability)
                    .ThenByDescending(pick => pick.Votes),
            ]),
        ];
    }

    private static (double Score, bool[] Has)[] Votes(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<Particle>>> micrographs,
        IReadOnlyList<PickCluster>[] clusters,
        int picker) =>
    [
        .. micrographs.SelectMany((picks, m) => clusters[m]
            .Where(cluster => cluster.Picks[picker] >= 0)
            .Select(cluster => (
                picks[picker][cluster.Picks[picker]].FigureOfMerit,
                Array.ConvertAll(cluster.Picks, pick => pick >= 0)))),
    ];

    private static ConsensusPick Join(
        PickCluster cluster,
        IReadOnlyList<IReadOnlyList<Particle>> picks,
        PickerReliability[] measured,
        double[] weights)
    {
        double logit = 0;
        double?[] scores = new double?[measured.Length];
        for (int picker = 0; picker < measured.Length; picker++)
        {
            int pick = cluster.Picks[picker];
            if (pick >= 0)
            {
                double score = picks[picker][pick].FigureOfMerit;
                double precision = measured[picker].Precision(score);
                scores[picker] = score;
                logit += Math.Log(precision / (1 - precision));
            }
            else
            {
                logit += Math.Log(1 - measured[picker].Recall);
            }
        }

        (double x, double y) = cluster.Centre(picks, weights);
        return new ConsensusPick(x, y, 1 / (1 + Math.Exp(-logit)), scores);
    }
}
