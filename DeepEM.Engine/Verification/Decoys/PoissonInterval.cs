namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Where the mean of a Poisson count lies, with 95 % certainty.</summary>
/// <remarks>
/// Jeffreys' interval, the quantiles 2.5 % and 97.5 % of Γ(count + 1/2), by the cube of Wilson and Hilferty:
/// <code>Γ(k): k·(1 − 1/(9·k) ± 1.96/(3·√k))³</code>
/// </remarks>
internal static class PoissonInterval
{
    private const double Deviations = 1.959964;

    /// <summary>The interval.</summary>
    /// <param name="count">What was counted, 0 or more.</param>
    public static (double Low, double High) Of(int count) =>
        (Quantile(count + 0.5, -Deviations), Quantile(count + 0.5, Deviations));

    private static double Quantile(double shape, double deviations)
    {
        double root = 1 - (1 / (9 * shape)) + (deviations / (3 * Math.Sqrt(shape)));
        return shape * Math.Pow(Math.Max(0, root), 3);
    }
}
