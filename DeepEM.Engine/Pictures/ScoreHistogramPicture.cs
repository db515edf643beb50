using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Pictures;

/// <summary>Draws how the scores of right and wrong picks are spread, and where the threshold lies.</summary>
public static class ScoreHistogramPicture
{
    private const int Bins = 40;
    private const int Width = 1100;
    private const int Height = 650;

    /// <summary>Draws a picture.</summary>
    /// <param name="right">Scores of picks that match the truth, or of all picks when there is no truth.</param>
    /// <param name="wrong">Scores of picks that match nothing; may be empty.</param>
    /// <param name="threshold">The threshold in use, or null.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(
        IReadOnlyList<double> right, IReadOnlyList<double> wrong, double? threshold, string title)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(title);
        double[] all = [.. right.Concat(wrong).Where(double.IsFinite)];
        double low = all.Length == 0 ? 0 : all.Min();
        double high = all.Length == 0 || all.Max() == low ? low + 1 : all.Max();
        using Plot plot = PlotSheet.Create(title, "score", "picks");
        bool hasTruth = wrong.Count > 0;
        AddBars(plot, wrong, low, high, "wrong picks", PictureColors.Orange);
        AddBars(plot, right, low, high, hasTruth ? "right picks" : "picks", PictureColors.Green);
        if (threshold is double place && double.IsFinite(place))
        {
            VerticalLine line = plot.Add.VerticalLine(place, 2.5f, PictureColors.Ink, LinePattern.Dashed);
            line.LegendText = "threshold " + place.ToString("0.###", CultureInfo.InvariantCulture);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, Math.Max(1, plot.Axes.Left.Max));
        return PlotSheet.Encode(plot, Width, Height, Alignment.UpperRight);
    }

    private static void AddBars(
        Plot plot, IReadOnlyList<double> scores, double low, double high, string name, Color colour)
    {
        int[] counts = new int[Bins];
        foreach (double score in scores.Where(double.IsFinite))
        {
            counts[Math.Min(Bins - 1, (int)((score - low) / (high - low) * Bins))]++;
        }

        double width = (high - low) / Bins;
        List<Bar> bars = [];
        for (int i = 0; i < Bins; i++)
        {
            if (counts[i] > 0)
            {
                bars.Add(new Bar
                {
                    Position = low + ((i + 0.5) * width),
                    Value = counts[i],
                    Size = width,
                    FillColor = colour.WithAlpha(0.6),
                    LineWidth = 0,
                });
            }
        }

        if (bars.Count > 0)
        {
            plot.Add.Bars(bars).LegendText = name;
        }
    }
}
