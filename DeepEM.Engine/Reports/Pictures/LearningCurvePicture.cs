using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws how the training went: losses on the left axis, the held-out measure on the right one, and beside it
/// how good the network became.</summary>
public static class LearningCurvePicture
{
    // More numbers than these would touch each other.
    private const int MostTicks = 14;

    /// <summary>Draws a picture.</summary>
    /// <param name="data">The curves.</param>
    /// <param name="settings">Words and scales.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(LearningCurveData data, LearningCurveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        using Plot plot = PlotSheet.Create(settings.Title, settings.HorizontalLabel, "loss");
        PlotSheet.StyleAxis(plot.Axes.Left, PictureColors.Blue);
        AddLosses(plot, data, settings);
        AddRounds(plot, data.RoundStarts);
        if (data.HeldOut.Count > 0)
        {
            AddHeldOut(plot, data.HeldOut, settings);
        }

        plot.Axes.AutoScaleExpandX();
        SetTicks(plot, data.Loss);
        var panel = new PlotPanel(plot, Alignment.MiddleRight);
        if (data.PrecisionRecall is not { } series)
        {
            return PlotSheet.EncodeBeside([panel], settings.Width, settings.Height);
        }

        using Plot beside = PrecisionRecallPlot.Create([series], "Held-out micrographs");
        return PlotSheet.EncodeBeside(
            [panel, new PlotPanel(beside, Alignment.LowerLeft)], settings.Width, settings.Height);
    }

    private static void AddLosses(Plot plot, LearningCurveData data, LearningCurveSettings settings)
    {
        PlotSheet.AddLine(plot, Losses(data.Loss, settings), settings.LossLabel, PictureColors.Blue);
        PlotPoint[] heldOut = [.. Losses(data.HeldOutLoss, settings)];
        if (heldOut.Length > 0)
        {
            PlotSheet.AddLine(plot, heldOut, settings.HeldOutLossLabel, PictureColors.Series(3));
        }

        plot.Axes.AutoScale();
        if (settings.HasLogarithmicLoss)
        {
            plot.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(plot.Axes.Left.Min, plot.Axes.Left.Max);
        }
    }

    private static IEnumerable<PlotPoint> Losses(IReadOnlyList<PlotPoint> loss, LearningCurveSettings settings) =>
        settings.HasLogarithmicLoss
            ? loss.Where(static point => point.Y > 0)
                .Select(static point => new PlotPoint(point.X, Math.Log10(point.Y)))
            : loss.Where(static point => double.IsFinite(point.Y));

    private static void AddRounds(Plot plot, IReadOnlyList<double> starts)
    {
        for (int i = 0; i < starts.Count; i++)
        {
            VerticalLine line = plot.Add.VerticalLine(starts[i], 2, PictureColors.Ink, LinePattern.Dotted);
            line.LabelText = string.Create(CultureInfo.InvariantCulture, $"round {i + 2}");
            line.LabelFontSize = 14;
            line.LabelFontColor = PictureColors.Ink;
            line.LabelBackgroundColor = Colors.White;
            line.LabelOppositeAxis = true;
        }
    }

    private static void AddHeldOut(Plot plot, IReadOnlyList<PlotPoint> heldOut, LearningCurveSettings settings)
    {
        Scatter line = PlotSheet.AddLine(plot, heldOut, settings.HeldOutLabel, PictureColors.Orange);
        line.Axes.YAxis = plot.Axes.Right;
        plot.Axes.Right.FrameLineStyle.Width = 1;
        plot.Axes.Right.Label.Text = settings.HeldOutLabel;
        PlotSheet.StyleAxis(plot.Axes.Right, PictureColors.Orange);

        // From the data: between 0 and 1 a good training is a flat line at the top.
        double[] values = [.. heldOut.Select(static point => point.Y).Where(double.IsFinite)];
        double low = values.DefaultIfEmpty(0).Min();
        double high = values.DefaultIfEmpty(1).Max();
        double margin = Math.Max(0.1 * (high - low), 0.005);
        double top = high <= 1 ? Math.Min(high + margin, 1 + (0.01 * (1 - low + margin))) : high + margin;
        plot.Axes.SetLimitsY(low - margin, top, plot.Axes.Right);
    }

    // There is no half epoch.
    private static void SetTicks(Plot plot, IReadOnlyList<PlotPoint> loss)
    {
        int last = (int)Math.Floor(loss.Select(static point => point.X).DefaultIfEmpty(1).Max());
        int step = 1;
        for (int decade = 1; last / step > MostTicks; decade *= 10)
        {
            step = Array.Find([2 * decade, 5 * decade, 10 * decade], each => last / each <= MostTicks);
            step = step == 0 ? 10 * decade : step;
        }

        var ticks = new NumericManual();
        for (int epoch = step == 1 ? 1 : 0; epoch <= last; epoch += step)
        {
            ticks.AddMajor(epoch, epoch.ToString(CultureInfo.InvariantCulture));
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }
}
