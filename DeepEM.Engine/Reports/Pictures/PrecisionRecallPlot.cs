using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using PlotCoordinates = ScottPlot.Coordinates;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Precision against recall over faint lines of equal F1.</summary>
internal static class PrecisionRecallPlot
{
    /// <summary>Makes the plot.</summary>
    /// <param name="series">One to three curves.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>The plot, to be disposed by the caller.</returns>
    /// <exception cref="ArgumentException">There are no curves or more than there are colours.</exception>
    public static Plot Create(IReadOnlyList<PrecisionRecallSeries> series, string title)
    {
        Color[] colours = [PictureColors.Blue, PictureColors.Orange, PictureColors.Green];
        if (series.Count == 0 || series.Count > colours.Length)
        {
            throw new ArgumentException($"{series.Count} curves, expected 1 to {colours.Length}.", nameof(series));
        }

        Plot plot = PlotSheet.Create(title, "recall", "precision");
        for (int tenths = 2; tenths <= 9; tenths++)
        {
            AddEqualF1(plot, 0.1 * tenths);
        }

        for (int i = 0; i < series.Count; i++)
        {
            PlotSheet.AddLine(plot, series[i].Points, series[i].Name, colours[i]).MarkerSize = 0;
            if (series[i].Threshold is PlotPoint threshold)
            {
                Marker marker = plot.Add.Marker(threshold.X, threshold.Y, MarkerShape.FilledCircle, 14, colours[i]);
                marker.LegendText = string.Create(
                    CultureInfo.InvariantCulture,
                    $"at the threshold: precision {threshold.Y:0.00}, recall {threshold.X:0.00}");
            }
        }

        plot.Axes.SetLimits(0, 1.02, 0, 1.02);
        return plot;
    }

    // F1 = 2PR/(P + R), so P = F1·R/(2R − F1); the line enters at precision 1.
    private static void AddEqualF1(Plot plot, double f1)
    {
        const int Steps = 200;
        double first = f1 / (2 - f1);
        var points = new PlotCoordinates[Steps + 1];
        for (int i = 0; i <= Steps; i++)
        {
            double recall = first + ((1 - first) * i / Steps);
            points[i] = new PlotCoordinates(recall, f1 * recall / ((2 * recall) - f1));
        }

        plot.Add.ScatterLine(points, PictureColors.Faint).LineWidth = 1.5f;
        string name = string.Create(CultureInfo.InvariantCulture, $"F1 {f1:0.0}");
        Text text = plot.Add.Text(name, 1.0, points[^1].Y);
        text.LabelFontSize = 12;
        text.LabelFontColor = PictureColors.Ink.WithAlpha(0.6);
        text.LabelAlignment = Alignment.LowerRight;
    }
}
