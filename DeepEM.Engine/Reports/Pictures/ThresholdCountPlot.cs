using System.Globalization;
using DeepEM.Engine.Verification.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>How many picks each threshold keeps, how many of them match a label, and how many particles their scores
/// promise.</summary>
internal static class ThresholdCountPlot
{
    // Candidates far outnumber labels where the floor is low; on a linear axis the labels would lie on the bottom.
    private const double LargestLinear = 8;

    /// <summary>Makes the plot.</summary>
    /// <param name="curve">What was found at every threshold.</param>
    /// <param name="threshold">The threshold in use, or null.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>The plot, to be disposed by the caller.</returns>
    public static Plot Create(PrecisionRecallCurve curve, double? threshold, string title)
    {
        Plot plot = PlotSheet.Create(title, "threshold", "count");
        int most = curve.Points.Count == 0 ? 1 : curve.Points[^1].Count;
        bool isLogarithmic = most > LargestLinear * Math.Max(1, curve.Labels);
        Add(plot, curve, point => point.Count, "picks", PictureColors.Blue, isLogarithmic);
        Add(plot, curve, point => point.Matched, "picks that match a label", PictureColors.Green, isLogarithmic);
        if (curve.HasProbabilities && curve.Points.Count > 0)
        {
            Add(
                plot,
                curve,
                point => point.ScoreSum,
                "expected particles (sum of scores)",
                PictureColors.Orange,
                isLogarithmic).LinePattern = LinePattern.Dashed;
        }

        HorizontalLine labels = plot.Add.HorizontalLine(
            Height(Math.Max(1, curve.Labels), isLogarithmic), 1.5f, PictureColors.Ink, LinePattern.Dotted);
        labels.LegendText = string.Create(CultureInfo.InvariantCulture, $"{curve.Labels} labels");
        ThresholdMark.Add(plot, threshold);
        plot.Axes.AutoScale();
        double top = Height(Math.Max(most, curve.Labels), isLogarithmic);
        plot.Axes.SetLimitsY(0, top * (isLogarithmic ? 1.25 : 1.45));
        if (curve.HasProbabilities)
        {
            plot.Axes.SetLimitsX(0, 1.02);
        }

        if (isLogarithmic)
        {
            plot.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(0, plot.Axes.Left.Max);
        }

        return plot;
    }

    private static Scatter Add(
        Plot plot,
        PrecisionRecallCurve curve,
        Func<CurvePoint, double> count,
        string name,
        Color colour,
        bool isLogarithmic)
    {
        IEnumerable<PlotPoint> points =
            curve.Points.Select(point => new PlotPoint(point.Threshold, Height(count(point), isLogarithmic)));
        Scatter line = PlotSheet.AddLine(plot, points, name, colour);
        line.MarkerSize = 0;
        return line;
    }

    // Less than one cannot be shown on a logarithmic axis and is left out.
    private static double Height(double count, bool isLogarithmic)
    {
        double exponent = count >= 1 ? Math.Log10(count) : double.NaN;
        return isLogarithmic ? exponent : count;
    }
}
