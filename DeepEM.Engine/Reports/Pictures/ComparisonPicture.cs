using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws power spectra on the left and histograms of grey levels on the right, both with logarithmic heights.
/// </summary>
public static class ComparisonPicture
{
    // A density of less is a handful of pixels.
    private const double LeastDensity = 1e-6;
    private const int PanelWidth = 850;
    private const int Height = 700;

    /// <summary>Draws a picture.</summary>
    /// <param name="sets">The sets; the first real and the first simulated one share a colour, and so on.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(IReadOnlyList<ComparisonSeries> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        using Plot left = PlotSheet.Create(
            string.Empty, "spatial frequency, cycles per pixel", "power (white noise: 1)");
        using Plot right = PlotSheet.Create(
            string.Empty, "grey level as prepared for picking, spreads from the median", "density");
        int real = 0;
        int simulated = 0;
        foreach (ComparisonSeries set in sets)
        {
            Color colour = PictureColors.Series(set.IsSimulated ? simulated++ : real++);
            Add(left, set, set.Spectrum.Select(p => new PlotPoint(Math.Log10(p.X), Math.Log10(p.Y))), colour);
            Add(
                right,
                set,
                set.Histogram.Where(p => p.Y >= LeastDensity).Select(p => new PlotPoint(p.X, Math.Log10(p.Y))),
                colour);
        }

        left.Axes.AutoScale();
        left.Axes.Bottom.TickGenerator = PlotSheet.LogarithmicTicks(left.Axes.Bottom.Min, left.Axes.Bottom.Max);
        left.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(left.Axes.Left.Min, left.Axes.Left.Max);
        right.Axes.AutoScale();
        right.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(right.Axes.Left.Min, right.Axes.Left.Max);
        return PlotSheet.EncodeBeside(
            [new PlotPanel(left, Alignment.UpperRight), new PlotPanel(right, Alignment.LowerCenter)],
            PanelWidth,
            Height);
    }

    private static void Add(Plot plot, ComparisonSeries set, IEnumerable<PlotPoint> points, Color colour)
    {
        Scatter line = PlotSheet.AddLine(plot, points, set.Name, colour);
        line.MarkerSize = 0;
        line.LinePattern = set.IsSimulated ? LinePattern.Dashed : LinePattern.Solid;
    }
}
