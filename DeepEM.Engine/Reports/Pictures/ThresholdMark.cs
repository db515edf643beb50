using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Shows on an axis of thresholds which one is in use.</summary>
internal static class ThresholdMark
{
    /// <summary>Adds a line with its name in the legend.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="threshold">The threshold; nothing is added where it is null or not finite.</param>
    public static void Add(Plot plot, double? threshold)
    {
        if (threshold is double place && double.IsFinite(place))
        {
            VerticalLine line = plot.Add.VerticalLine(place, 2, PictureColors.Ink, LinePattern.Dashed);
            line.LegendText = "threshold in use " + place.ToString("0.###", CultureInfo.InvariantCulture);
        }
    }
}
