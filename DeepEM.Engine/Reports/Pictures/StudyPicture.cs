using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws average precision and F1 against the number of labels, a line for each data set.</summary>
public static class StudyPicture
{
    // Error bars of several sets at one place must not cover each other.
    private const double Dodge = 0.05;
    private const int PanelWidth = 850;
    private const int Height = 700;

    private static readonly MarkerShape[] _shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown,
    ];

    /// <summary>Draws a picture.</summary>
    /// <param name="columns">Names of the places on the horizontal axis, from left to right; at least one.</param>
    /// <param name="averagePrecision">The left panel.</param>
    /// <param name="f1">The right panel, sets in the same order.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(
        IReadOnlyList<string> columns, IReadOnlyList<StudySeries> averagePrecision, IReadOnlyList<StudySeries> f1)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(averagePrecision);
        ArgumentNullException.ThrowIfNull(f1);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        using Plot left = Panel(columns, averagePrecision, "average precision");
        using Plot right = Panel(columns, f1, "F1 at the default threshold");
        return PlotSheet.EncodeBeside(
            [new PlotPanel(left, Alignment.LowerRight), new PlotPanel(right, Alignment.LowerRight)],
            PanelWidth,
            Height);
    }

    private static Plot Panel(IReadOnlyList<string> columns, IReadOnlyList<StudySeries> series, string vertical)
    {
        Plot plot = PlotSheet.Create(string.Empty, "labels", vertical);
        for (int i = 0; i < series.Count; i++)
        {
            Add(plot, series[i], i, Dodge * (i - ((series.Count - 1) / 2.0)));
        }

        double[] values = [.. series.SelectMany(line => line.Marks, (_, mark) => mark.Value)];
        double low = values.Length == 0 ? 0 : Math.Max(0, Math.Floor((values.Min() - 0.02) * 10) / 10);
        plot.Axes.SetLimits(-0.4, columns.Count - 0.6, low, 1.01);
        var ticks = new NumericManual();
        for (int i = 0; i < columns.Count; i++)
        {
            ticks.AddMajor(i, columns[i]);
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        return plot;
    }

    private static void Add(Plot plot, StudySeries series, int number, double shift)
    {
        Color colour = PictureColors.Series(number);
        Scatter line = PlotSheet.AddLine(
            plot, series.Marks.Select(mark => new PlotPoint(mark.Column + shift, mark.Value)), series.Name, colour);
        line.MarkerShape = _shapes[number % _shapes.Length];
        line.MarkerSize = 10;
        StudyMark[] spread = [.. series.Marks.Where(mark => mark.HalfSpread > 0)];
        if (spread.Length > 0)
        {
            ErrorBar bars = plot.Add.ErrorBar(
                [.. spread.Select(mark => mark.Column + shift)],
                [.. spread.Select(mark => mark.Value)],
                [.. spread.Select(mark => mark.HalfSpread)]);
            bars.Color = colour;
            bars.LineWidth = 2;
        }
    }
}
