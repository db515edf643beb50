using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>What is odd about each micrograph, in words.</summary>
/// <remarks>
/// Counts of picks are compared on the scale of their square roots, on which counts of chance scatter alike, whatever
/// their mean: a micrograph is odd there when it lies more than three robust deviations from the median.
/// </remarks>
internal static class MicrographRemarks
{
    private const int LeastMicrographs = 5;
    private const int LeastPicks = 10;
    private const double MostDeviations = 3;

    // From the median of the distances to the standard deviation of a normal distribution.
    private const double ToDeviation = 1.4826;

    // The standard deviation of the root of a Poisson count.
    private const double LeastSpread = 0.5;
    private const double MostMasked = 0.5;
    private const double LeastFree = 0.05;

    /// <summary>Says what is odd.</summary>
    /// <param name="result">What was found.</param>
    /// <returns>For each micrograph its remarks, none where nothing is odd.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(VerificationResult result)
    {
        IReadOnlyList<VerifiedMicrograph> all = result.Micrographs;
        double[] roots = [.. all.Where(one => one.Picks > 0).Select(one => Math.Sqrt(one.Picks))];
        double usual = Median(roots);
        double spread = Math.Max(LeastSpread, ToDeviation * Median([.. roots.Select(r => Math.Abs(r - usual))]));
        bool mostAreInverted = 2 * all.Count(one => one.IsInverted) > all.Count;
        return [.. all.Select(one => (IReadOnlyList<string>)[.. Remarks(one)])];

        IEnumerable<string> Remarks(VerifiedMicrograph one)
        {
            if (one.LooksDenoised)
            {
                yield return "looks denoised: the noise estimate does not hold here";
            }

            if (one.Picks == 0)
            {
                yield return "no picks";
            }
            else if (roots.Length >= LeastMicrographs
                && Math.Abs(Math.Sqrt(one.Picks) - usual) > MostDeviations * spread)
            {
                string than = Math.Sqrt(one.Picks) > usual ? "many more" : "far fewer";
                yield return $"{than} picks than is usual here ({Words.Count(usual * usual)})";
            }

            if (one.Picks >= LeastPicks && one.ExpectedParticles < one.Picks / 2.0)
            {
                yield return "fewer than half of its picks are likely particles";
            }

            if (one.MaskedShare > MostMasked)
            {
                yield return $"{Words.Percent(one.MaskedShare)} of it is masked";
            }

            if (result.NoiseRates.Count > 0 && one.FreeShare < LeastFree)
            {
                yield return "hardly any free ice: what is noise here was estimated from few pixels";
            }

            if (one.IsInverted != mostAreInverted)
            {
                yield return "its contrast is the other way round than in most micrographs";
            }
        }
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        return (values[values.Length / 2] + values[(values.Length - 1) / 2]) / 2;
    }
}
