using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>The share of noise among picks, threshold by threshold.</summary>
internal static class NoiseRateCurve
{
    private const double Step = 0.25;
    private const double Highest = 12;

    /// <summary>Makes the curve.</summary>
    /// <param name="found">Picks and decoys.</param>
    /// <param name="keptFrom">Logit that thresholds count from.</param>
    /// <param name="logits">Logits of all picks, less that.</param>
    /// <param name="probabilities">That each of them is a particle.</param>
    /// <returns>A point for every quarter of a logit from the lowest pick on, as long as there are picks.</returns>
    public static IReadOnlyList<NoiseRatePoint> Of(
        FalseDiscovery found, double keptFrom, double[] logits, double[] probabilities)
    {
        List<NoiseRatePoint> points = [];
        double lowest = logits.Length == 0 ? 0 : Math.Max(-Highest, Math.Floor(logits.Min() / Step) * Step);
        for (double above = lowest; above <= Highest; above += Step)
        {
            double threshold = keptFrom + above;
            int picks = found.Candidates(threshold);
            if (picks == 0)
            {
                break;
            }

            (double low, double high) = found.Interval(threshold);
            (double sum, int count) = (0, 0);
            for (int i = 0; i < logits.Length; i++)
            {
                if (logits[i] >= above)
                {
                    (sum, count) = (sum + 1 - probabilities[i], count + 1);
                }
            }

            points.Add(new NoiseRatePoint(
                above, picks, found.Decoys(threshold), found.Rate(threshold), low, high, found.Q(threshold),
                count == 0 ? 0 : sum / count));
        }

        return points;
    }
}
