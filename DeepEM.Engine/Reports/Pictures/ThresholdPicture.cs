using ScottPlot;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws what each threshold gives: how many picks, and how good they are expected to be.</summary>
internal static class ThresholdPicture
{
    private const int PanelWidth = 800;
    private const int Height = 640;

    // Candidates may outnumber the picks by far, which would then lie on the axis.
    private const double LargestLinear = 8;

    /// <summary>Draws a picture.</summary>
    /// <param name="curves">Picks and shares over the threshold.</param>
    /// <param name="threshold">The threshold in use.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(ThresholdCurves curves, double threshold)
    {
        using Plot left = PlotSheet.Create("How many picks", "threshold", "picks");
        double most = curves.Count.Select(point => point.Y).DefaultIfEmpty(1).Max();
        double inUse = curves.Count.OrderBy(point => Math.Abs(point.X - threshold)).Select(point => point.Y)
            .FirstOrDefault(1);
        bool isLogarithmic = most > LargestLinear * Math.Max(1, inUse);
        PlotSheet.AddLine(
            left,
            curves.Count.Where(point => !isLogarithmic || point.Y >= 1)
                .Select(point => isLogarithmic ? new PlotPoint(point.X, Math.Log10(point.Y)) : point),
            "picks",
            PictureColors.Blue);
        ThresholdMark.Add(left, threshold);
        left.Axes.SetLimits(0, 1, 0, (isLogarithmic ? Math.Log10(Math.Max(10, most)) : Math.Max(1, most)) * 1.15);
        if (isLogarithmic)
        {
            left.Axes.Left.TickGenerator = PlotSheet.LogarithmicTicks(0, left.Axes.Left.Max);
        }

        using Plot right = PlotSheet.Create("How good they are", "threshold", "share");
        for (int i = 0; i < curves.Shares.Count; i++)
        {
            PlotSheet.AddLine(right, curves.Shares[i].Points, curves.Shares[i].Name, PictureColors.Series(i));
        }

        ThresholdMark.Add(right, threshold);
        right.Axes.SetLimits(0, 1, 0, 1.02);
        return PlotSheet.EncodeBeside(
            [new PlotPanel(left, Alignment.UpperRight), new PlotPanel(right, Alignment.MiddleCenter)],
            PanelWidth,
            Height);
    }
}
