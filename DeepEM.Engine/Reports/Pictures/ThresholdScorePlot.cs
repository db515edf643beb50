using DeepEM.Engine.Verification.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>How good the picks of each threshold are: F1 as it was measured, and as the scores promise it.</summary>
internal static class ThresholdScorePlot
{
    /// <summary>Makes the plot.</summary>
    /// <param name="curve">What was found at every threshold.</param>
    /// <param name="threshold">The threshold in use, or null.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>The plot, to be disposed by the caller.</returns>
    public static Plot Create(PrecisionRecallCurve curve, double? threshold, string title)
    {
        Plot plot = PlotSheet.Create(title, "threshold", "F1");
        Add(plot, curve, point => point.F(1), "F1 measured", PictureColors.Blue);
        if (curve.HasProbabilities && curve.Points.Count > 0)
        {
            double particles = curve.Points[^1].ScoreSum;
            Add(plot, curve, point => Expected(point, particles), "F1 expected from the scores", PictureColors.Orange)
                .LinePattern = LinePattern.Dashed;
        }

        ThresholdMark.Add(plot, threshold);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, 1.02);
        if (curve.HasProbabilities)
        {
            plot.Axes.SetLimitsX(0, 1.02);
        }

        return plot;
    }

    // Of k picks Σp are particles, and of all particles there are N: F1 = 2·Σp / (k + N).
    private static double Expected(CurvePoint point, double particles) =>
        point.Count + particles > 0 ? 2 * point.ScoreSum / (point.Count + particles) : 0;

    private static Scatter Add(
        Plot plot, PrecisionRecallCurve curve, Func<CurvePoint, double> value, string name, Color colour)
    {
        Scatter line = PlotSheet.AddLine(
            plot, curve.Points.Select(point => new PlotPoint(point.Threshold, value(point))), name, colour);
        line.MarkerSize = 0;
        return line;
    }
}
