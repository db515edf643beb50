using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Selection;

/// <summary>The threshold from which on the picks hold no more noise than was asked for.</summary>
/// <remarks>
/// The smallest t with <code>π (F(t) + s) / T(t) ≤ target</code>
/// F(t) is the noise expected among the T(t) picks, s what one maximum of a decoy stands for, and π the anchor. One
/// more than was counted makes this a promise: without it no decoys would mean no noise. F = s D / 2 with D the decoys
/// of two draws, so both π F and π s follow from a row of the table.
/// </remarks>
public static class NoiseThreshold
{
    private const double Draws = 2;

    /// <summary>Finds the threshold.</summary>
    /// <param name="result">What was verified.</param>
    /// <param name="target">Most noise, a share of the picks, 0 to 1.</param>
    /// <returns>The row of the table, or null where no threshold can promise it.</returns>
    public static NoiseRatePoint? For(VerificationResult result, double target)
    {
        ArgumentNullException.ThrowIfNull(result);
        double one = OneMore(result);
        return result.NoiseRates.OrderBy(point => point.Threshold).FirstOrDefault(point =>
            point.Picks > 0 && (point.Rate * point.Picks) + one <= target * point.Picks);
    }

    // From the row that was counted best. A rate of 1 is cut there and says nothing.
    private static double OneMore(VerificationResult result)
    {
        NoiseRatePoint? best = result.NoiseRates.Where(point => point.Decoys > 0 && point.Rate < 1)
            .MaxBy(point => point.Decoys);
        return best is null ? result.NoiseAnchor : Draws * best.Rate * best.Picks / best.Decoys;
    }
}
