using System.Globalization;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>How the threshold is chosen from what to expect of each.</summary>
/// <param name="Beta">The best F_β, or 0 for an expected precision.</param>
/// <param name="Precision">The precision to be expected, 0 to 1, where β is 0.</param>
public readonly record struct ThresholdRule(double Beta, double Precision)
{
    /// <summary>The best F1: as many right picks as wrong and missed ones allow.</summary>
    public static ThresholdRule F1 { get; } = new(1, 0);

    /// <summary>The paper's: the best F2, recall four times as heavy as precision.</summary>
    public static ThresholdRule F2 { get; } = new(2, 0);

    /// <summary>The lowest threshold with an expected precision.</summary>
    /// <param name="precision">0 to 1.</param>
    /// <returns>The rule.</returns>
    public static ThresholdRule ForPrecision(double precision) => new(0, precision);

    /// <summary>Chooses.</summary>
    /// <param name="curve">What to expect of each threshold.</param>
    /// <returns>
    /// A threshold half-way, in logits, between the last candidate that is kept and the next, so that the like of it on
    /// other micrographs is kept too; 0.5 where there are no candidates.
    /// </returns>
    public double Choose(ExpectedCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        IReadOnlyList<ExpectedPoint> points = curve.Points;
        int best = -1;
        for (int i = 0; i < points.Count; i++)
        {
            bool better = Beta > 0
                ? best < 0 || points[i].F(Beta) > points[best].F(Beta)
                : points[i].Precision >= Precision;
            best = better ? i : best;
        }

        if (best < 0)
        {
            return points.Count == 0 ? 0.5 : Math.Max(Precision, points[0].Threshold);
        }

        double next = best + 1 < points.Count ? points[best + 1].Threshold : points[best].Threshold;
        double middle = (Logit(points[best].Threshold) + Logit(next)) / 2;
        return 1 / (1 + Math.Exp(-middle));
    }

    /// <summary>What a user should know where no threshold does what the rule asks.</summary>
    /// <param name="expected">The expected precisions of all thresholds, in any order.</param>
    /// <returns>The warning; null where there is nothing to say.</returns>
    public Notice? Shortfall(IEnumerable<double> expected)
    {
        double most = expected.DefaultIfEmpty(0).Max();
        return Beta > 0 || most >= Precision
            ? null
            : Notice.Warning(
                string.Empty,
                NoticeCode.PrecisionOutOfReach,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no threshold reaches an expected precision of {Precision:G}, the most is {most:F2}: few picks or "
                    + $"none pass the one that is stored; ask for less, or label more particles"));
    }

    /// <inheritdoc/>
    public override string ToString() => Beta > 0
        ? string.Create(CultureInfo.InvariantCulture, $"f{Beta:G}")
        : string.Create(CultureInfo.InvariantCulture, $"precision:{Precision:G}");

    private static double Logit(double probability)
    {
        double inside = Math.Clamp(probability, 1e-12, 1 - 1e-12);
        return Math.Log(inside / (1 - inside));
    }
}
