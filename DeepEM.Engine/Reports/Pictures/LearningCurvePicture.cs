using ScottPlot;
using ScottPlot.Plottables;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws how the training went: the loss on the left axis, the held-out measure on the right one.</summary>
public static class LearningCurvePicture
{
    /// <summary>Draws a picture.</summary>
    /// <param name="loss">
    /// Loss against epoch or step; what is not finite, or not positive on a logarithmic axis, is left out.
    /// </param>
    /// <param name="heldOut">Held-out measure against the same, may be empty.</param>
    /// <param name="settings">Words and scales.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(
        IReadOnlyList<PlotPoint> loss, IReadOnlyList<PlotPoint> heldOut, LearningCurveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(settings);
        using Plot plot = PlotSheet.Create(settings.Title, settings.HorizontalLabel, settings.LossLabel);
        PlotSheet.StyleAxis(plot.Axes.Left, PictureColors.Blue);
        AddLoss(plot, loss, settings);
        if (heldOut.Count > 0)
        {
            AddHeldOut(plot, heldOut, settings);
        }

        plot.Axes.AutoScaleExpandX();
        return PlotSheet.Encode(plot, settings.Width, settings.Height, Alignment.MiddleRight);
    }

    private static void AddLoss(Plot plot, IReadOnlyList<PlotPoint> loss, LearningCurveSettings settings)
    {
        if (settings.HasLogarithmicLoss)
        {
            IEnumerable<PlotPoint> exponents = loss.Where(static point => point.Y > 0)
                .Select(static point => new PlotPoint(point.X, Math.Log10(point.Y)));
            PlotSheet.AddLine(plot, exponents, settings.LossLabel, PictureColors.Blue);
            plot.Axes.AutoScale();
            plot.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(plot.Axes.Left.Min, plot.Axes.Left.Max);
        }
        else
        {
            PlotSheet.AddLine(plot, loss, settings.LossLabel, PictureColors.Blue);
            plot.Axes.AutoScale();
            plot.Axes.SetLimitsY(Math.Min(0, plot.Axes.Left.Min), plot.Axes.Left.Max);
        }
    }

    private static void AddHeldOut(Plot plot, IReadOnlyList<PlotPoint> heldOut, LearningCurveSettings settings)
    {
        Scatter line = PlotSheet.AddLine(plot, heldOut, settings.HeldOutLabel, PictureColors.Orange);
        line.Axes.YAxis = plot.Axes.Right;
        plot.Axes.Right.FrameLineStyle.Width = 1;
        plot.Axes.Right.Label.Text = settings.HeldOutLabel;
        PlotSheet.StyleAxis(plot.Axes.Right, PictureColors.Orange);
        plot.Axes.SetLimitsY(0, 1.02, plot.Axes.Right);
    }
}
