using ScottPlot;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws how time grows with several things, a panel for each, both axes logarithmic.</summary>
public static class ScalingPicture
{
    private const int PanelWidth = 600;
    private const int Height = 500;
    private const double Margin = 0.15;

    /// <summary>Draws a picture.</summary>
    /// <param name="series">
    /// For each panel, from left to right: what grows, as the label of its axis, what is timed, and the points, of
    /// positive numbers: how large it is and how many seconds that takes.
    /// </param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(
        IReadOnlyList<(string Horizontal, string Vertical, IReadOnlyList<PlotPoint> Points)> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Plot[] plots = [.. series.Select(panel => Panel(panel.Horizontal, panel.Vertical, panel.Points))];
        try
        {
            return PlotSheet.EncodeBeside(
                [.. plots.Select(plot => new PlotPanel(plot, Alignment.UpperLeft))], PanelWidth, Height);
        }
        finally
        {
            foreach (Plot plot in plots)
            {
                plot.Dispose();
            }
        }
    }

    private static Plot Panel(string horizontal, string vertical, IReadOnlyList<PlotPoint> points)
    {
        PlotPoint[] exponents = [.. points.Select(point => new PlotPoint(Math.Log10(point.X), Math.Log10(point.Y)))];
        Plot plot = PlotSheet.Create(string.Empty, horizontal, vertical);
        PlotSheet.AddLine(plot, exponents, "measured", PictureColors.Blue);
        (double left, double right) = (exponents.Min(p => p.X) - Margin, exponents.Max(p => p.X) + Margin);
        (double low, double high) = (exponents.Min(p => p.Y) - Margin, exponents.Max(p => p.Y) + (2 * Margin));
        plot.Axes.SetLimits(left, right, low, high);
        plot.Axes.Bottom.TickGenerator = PlotSheet.LogarithmicTicks(left, right);
        plot.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(low, high);
        return plot;
    }
}
