using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, from left to right; where one is not finite the line is broken.</param>
public sealed record ChartLine(string Name, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>Whether it is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Lower and upper ends of an interval round each point, of as many values as there are points; null for
    /// none.</summary>
    public IReadOnlyList<(double Low, double High)>? Interval { get; init; }
}
