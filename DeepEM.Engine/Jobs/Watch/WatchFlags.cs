using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>What is odd about a micrograph, beside those before it.</summary>
/// <remarks>
/// Counts are compared by their logarithms, ln(n + 1): usual is the median -+ 3 s, with s = 1.4826 times the median
/// absolute deviation, but never less than what counting alone scatters, 1/sqrt(median + 1). Scores likewise on their
/// own scale, with s at least 0.05.
/// </remarks>
internal static class WatchFlags
{
    /// <summary>Fewer picks than usual.</summary>
    public const string FewPicks = "few-picks";

    /// <summary>More picks than usual.</summary>
    public const string ManyPicks = "many-picks";

    /// <summary>A lower mean score than usual.</summary>
    public const string LowScore = "low-score";

    /// <summary>More than half of it is masked.</summary>
    public const string MostlyMasked = "mostly-masked";

    /// <summary>All pixels are equal.</summary>
    public const string Flat = "flat";

    /// <summary>Another micrograph has the same pixels.</summary>
    public const string DuplicatePixels = "duplicate-pixels";

    /// <summary>How many micrographs are compared with, at least and at most.</summary>
    public const int LeastHistory = 20;

    private const int MostHistory = 100;
    private const double Deviations = 3;
    private const double Normal = 1.4826;
    private const double LeastScoreDeviation = 0.05;
    private const double MostMasked = 0.5;

    /// <summary>Looks at a micrograph.</summary>
    /// <param name="before">Those before it, the latest at the end.</param>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="isFlat">Whether all its pixels are equal.</param>
    /// <param name="twin">Another micrograph with the same pixels, or null.</param>
    public static IEnumerable<WatchFlag> Of(
        IReadOnlyList<WatchedMicrograph> before, WatchedMicrograph micrograph, bool isFlat, string? twin)
    {
        if (isFlat)
        {
            yield return new WatchFlag(Flat, 0, 0, 0);
        }

        if (twin is not null)
        {
            yield return new WatchFlag(DuplicatePixels, 0, 0, 0) { Other = twin };
        }

        if (micrograph.MaskedShare > MostMasked)
        {
            yield return new WatchFlag(MostlyMasked, micrograph.MaskedShare, 0, MostMasked);
        }

        if (before.Count < LeastHistory)
        {
            yield break;
        }

        WatchedMicrograph[] usual = [.. before.TakeLast(MostHistory)];
        (double low, double high) = UsualPicks(usual);
        if (micrograph.Picks < low || micrograph.Picks > high)
        {
            yield return new WatchFlag(
                micrograph.Picks < low ? FewPicks : ManyPicks, micrograph.Picks, Math.Ceiling(low), Math.Floor(high));
        }

        double[] scores = [.. usual.Select(one => one.Score).Where(double.IsFinite)];
        if (scores.Length >= LeastHistory)
        {
            double least = OrderStatistic.Median(scores) - (Deviations * Deviation(scores, LeastScoreDeviation));
            if (micrograph.Score < least)
            {
                yield return new WatchFlag(LowScore, micrograph.Score, least, 1);
            }
        }
    }

    private static (double Low, double High) UsualPicks(WatchedMicrograph[] usual)
    {
        double[] logs = [.. usual.Select(one => Math.Log(one.Picks + 1.0))];
        double median = OrderStatistic.Median(logs);
        double reach = Deviations * Deviation(logs, Math.Exp(-0.5 * median));
        return (Math.Exp(median - reach) - 1, Math.Exp(median + reach) - 1);
    }

    private static double Deviation(double[] values, double least)
    {
        double median = OrderStatistic.Median(values);
        return Math.Max(least, Normal * OrderStatistic.Median(values.Select(value => Math.Abs(value - median))));
    }
}
