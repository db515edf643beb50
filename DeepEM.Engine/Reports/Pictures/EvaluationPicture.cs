using System.Globalization;
using DeepEM.Engine.Verification.Evaluation;
using ScottPlot;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws what an evaluation found at every threshold: precision against recall, then counts and F1
/// against the threshold.</summary>
public static class EvaluationPicture
{
    private const int PanelWidth = 800;
    private const int Height = 720;

    /// <summary>Draws a picture.</summary>
    /// <param name="curve">The curve of everything that was scored.</param>
    /// <param name="picked">Recall as X and precision as Y of the picks in use, or null.</param>
    /// <param name="threshold">The threshold in use, or null where it is not known.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(PrecisionRecallCurve curve, PlotPoint? picked, double? threshold, string title)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(title);
        string name = string.Create(
            CultureInfo.InvariantCulture, $"everything scored, AP {curve.AveragePrecision:0.000}");
        var series = new PrecisionRecallSeries(
            name, [.. curve.Points.Select(p => new PlotPoint(p.Recall, p.Precision))], picked);
        using Plot left = PrecisionRecallPlot.Create([series], title);
        using Plot middle = ThresholdCountPlot.Create(
            curve, threshold, title.Length == 0 ? title : "What each threshold keeps");
        using Plot right = ThresholdScorePlot.Create(curve, threshold, title.Length == 0 ? title : "F1");
        return PlotSheet.EncodeBeside(
            [
                new PlotPanel(left, Alignment.LowerLeft),
                new PlotPanel(middle, Alignment.UpperRight),
                new PlotPanel(right, Alignment.LowerLeft),
            ],
            PanelWidth,
            Height);
    }
}
