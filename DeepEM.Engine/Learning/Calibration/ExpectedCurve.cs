namespace DeepEM.Engine.Learning.Calibration;

/// <summary>Expected precision, recall and count as the threshold falls, from calibrated probabilities.</summary>
/// <remarks>
/// Kept are the k candidates of the highest probabilities p: of them Σp are particles, and of all particles there are
/// N = Σp over every candidate, or as many as were labelled where that is more.
/// <code>P_k = Σ_{i≤k} p_i / k,  R_k = Σ_{i≤k} p_i / N</code>
/// </remarks>
public sealed class ExpectedCurve
{
    /// <summary>N is taken as no less than this, where nothing is expected.</summary>
    internal const double LeastParticles = 1e-12;

    /// <summary>Draws the curve.</summary>
    /// <param name="probabilities">Of all candidates, in any order.</param>
    /// <param name="labels">Particles that are known to be there.</param>
    public ExpectedCurve(IEnumerable<double> probabilities, int labels = 0)
    {
        double[] sorted = [.. probabilities.OrderDescending()];
        Particles = Math.Max(sorted.Sum(), labels);
        var points = new ExpectedPoint[sorted.Length];
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            points[i] = new ExpectedPoint(sorted[i], i + 1, sum / (i + 1), sum / Math.Max(Particles, LeastParticles));
        }

        Points = points;
    }

    /// <summary>Expected number of particles.</summary>
    public double Particles { get; }

    /// <summary>One point per candidate, of descending threshold.</summary>
    public IReadOnlyList<ExpectedPoint> Points { get; }

    /// <summary>What to expect of a threshold.</summary>
    /// <param name="threshold">Least figure of merit that is kept.</param>
    /// <returns>The last point at or above the threshold; nothing kept where there is none.</returns>
    public ExpectedPoint At(double threshold)
    {
        ExpectedPoint found = new(threshold, 0, 1, 0);
        foreach (ExpectedPoint point in Points)
        {
            if (point.Threshold < threshold)
            {
                break;
            }

            found = point;
        }

        return found;
    }
}
