using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How far the average precision might have come out otherwise with other micrographs of its kind.</summary>
/// <remarks>
/// As many micrographs as there are get drawn with replacement, again and again; the interval holds the middle 95 % of
/// the average precisions found (Efron, Tibshirani, <i>An Introduction to the Bootstrap</i>, 1993, chapter 13).
/// Matching within a micrograph does not depend on the others, so each resample is one pass over the sorted picks,
/// with every micrograph weighted by how often it was drawn.
/// </remarks>
/// <param name="Low">2.5th percentile.</param>
/// <param name="High">97.5th percentile.</param>
public readonly record struct BootstrapInterval(double Low, double High)
{
    /// <summary>Computes the interval.</summary>
    /// <param name="scored">Picks that count, of descending score.</param>
    /// <param name="labels">Labels of each micrograph.</param>
    /// <param name="resamples">How often to draw, at least 1.</param>
    /// <param name="random">Draws the micrographs; advanced.</param>
    /// <returns>The interval.</returns>
    internal static BootstrapInterval OfAveragePrecision(
        ReadOnlySpan<ScoredPick> scored, IReadOnlyList<int> labels, int resamples, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        double[] values = new double[resamples];
        int[] weights = new int[labels.Count];
        for (int resample = 0; resample < resamples; resample++)
        {
            Array.Clear(weights);
            int total = 0;
            for (int draw = 0; draw < weights.Length; draw++)
            {
                int micrograph = random.NextInt32(weights.Length);
                weights[micrograph]++;
                total += labels[micrograph];
            }

            values[resample] = WeightedAveragePrecision(scored, weights, total);
        }

        Array.Sort(values);
        return new BootstrapInterval(Percentile(values, 0.025), Percentile(values, 0.975));
    }

    private static double WeightedAveragePrecision(ReadOnlySpan<ScoredPick> scored, int[] weights, int labels)
    {
        long kept = 0;
        long hits = 0;
        long hitsBefore = 0;
        double sum = 0;
        for (int i = 0; i < scored.Length; i++)
        {
            int weight = weights[scored[i].Micrograph];
            kept += weight;
            hits += scored[i].Hit ? weight : 0;
            bool lastOfScore = i + 1 == scored.Length || scored[i + 1].Score != scored[i].Score;
            if (lastOfScore && hits > hitsBefore)
            {
                sum += (double)hits / kept * (hits - hitsBefore);
                hitsBefore = hits;
            }
        }

        return sum / Math.Max(labels, 1);
    }

    // Linear between the neighbouring values, as NumPy's percentile does.
    private static double Percentile(double[] sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
