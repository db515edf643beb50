using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;
using PlotCoordinates = ScottPlot.Coordinates;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>The look that all plots share, and their way into a file.</summary>
internal static class PlotSheet
{
    private const float TextSize = 17;
    private const float LegendSymbolWidth = 44;

    /// <summary>An empty plot with title and axes.</summary>
    /// <param name="title">Title, or empty.</param>
    /// <param name="horizontal">What the horizontal axis shows, with its unit.</param>
    /// <param name="vertical">What the vertical axis shows, with its unit.</param>
    /// <returns>The plot, to be disposed by the caller.</returns>
    public static Plot Create(string title, string horizontal, string vertical)
    {
        var plot = new Plot();

        // Texts within a plot take the font when they are made.
        PictureFont.Apply(plot);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = PictureColors.Faint;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        if (title.Length > 0)
        {
            plot.Title(title);
            plot.Axes.Title.Label.FontSize = TextSize + 2;
            plot.Axes.Title.Label.Bold = false;
            plot.Axes.Title.Label.ForeColor = PictureColors.Ink;
        }

        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        StyleAxis(plot.Axes.Bottom, PictureColors.Ink);
        StyleAxis(plot.Axes.Left, PictureColors.Ink);
        return plot;
    }

    /// <summary>Gives an axis the shared letter sizes.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="colour">Colour of label and numbers.</param>
    public static void StyleAxis(IAxis axis, Color colour)
    {
        axis.TickGenerator = new NumericAutomatic { TickDensity = 0.5 };
        axis.MinorTickStyle.Length = 0;
        axis.Label.FontSize = TextSize;
        axis.Label.Bold = false;
        axis.Label.ForeColor = colour;
        axis.TickLabelStyle.FontSize = TextSize - 3;
        axis.TickLabelStyle.ForeColor = colour;
    }

    /// <summary>Adds a line through points, with dots where they are few.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="points">The points; those that are not finite are left out.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="colour">Colour.</param>
    /// <returns>The line.</returns>
    public static Scatter AddLine(Plot plot, IEnumerable<PlotPoint> points, string name, Color colour)
    {
        PlotCoordinates[] finite = [.. points
            .Where(static point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            .Select(static point => new PlotCoordinates(point.X, point.Y))];
        Scatter line = plot.Add.Scatter(finite, colour);
        line.LegendText = name;
        line.LineWidth = 2.5f;
        line.MarkerSize = finite.Length <= 60 ? 6 : 0;
        return line;
    }

    /// <summary>Marks of an axis that shows decimal logarithms.</summary>
    /// <param name="lowExponent">Where the axis begins.</param>
    /// <param name="highExponent">Where it ends.</param>
    /// <returns>Lines at the powers of ten, and at 2 and 5 times these where they are few.</returns>
    public static NumericManual LogarithmicTicks(double lowExponent, double highExponent)
    {
        int[] factors = highExponent - lowExponent > 3.5 ? [1] : [1, 2, 5];
        var ticks = new NumericManual();
        for (int exponent = (int)Math.Floor(lowExponent); exponent <= highExponent; exponent++)
        {
            foreach (int factor in factors)
            {
                double value = factor * Math.Pow(10, exponent);
                ticks.AddMajor(Math.Log10(value), value.ToString("G4", CultureInfo.InvariantCulture));
            }
        }

        return ticks;
    }

    /// <summary>Draws a plot.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="legend">Corner of the legend.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Encode(Plot plot, int width, int height, Alignment legend) =>
        EncodeBeside([new PlotPanel(plot, legend)], width, height);

    /// <summary>Draws plots side by side.</summary>
    /// <param name="panels">The plots, from left to right.</param>
    /// <param name="width">Width of each, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] EncodeBeside(IReadOnlyList<PlotPanel> panels, int width, int height)
    {
        using var sheet = SKSurface.Create(Format(panels.Count * width, height));
        for (int i = 0; i < panels.Count; i++)
        {
            // A plot clears all of what it is drawn on.
            using var surface = SKSurface.Create(Format(width, height));
            Render(panels[i], surface, width, height);
            using SKImage image = surface.Snapshot();
            sheet.Canvas.DrawImage(image, i * width, 0, SKSamplingOptions.Default);
        }

        return PngFile.Encode(sheet);
    }

    private static SKImageInfo Format(int width, int height) =>
        new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);

    private static void Render(PlotPanel panel, SKSurface surface, int width, int height)
    {
        Plot plot = panel.Plot;
        plot.ShowLegend(panel.Legend);
        plot.Legend.FontSize = TextSize - 2;

        // Two dashes of the longest pattern fit.
        plot.Legend.SymbolWidth = LegendSymbolWidth;
        plot.Legend.FontColor = PictureColors.Ink;
        plot.Legend.OutlineColor = PictureColors.Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        PictureFont.Apply(plot);
        surface.Canvas.Clear(SKColors.White);
        plot.Render(surface.Canvas, width, height);
    }
}
