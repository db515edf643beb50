using ScottPlot;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One plot of a picture.</summary>
/// <param name="Plot">The plot.</param>
/// <param name="Legend">Corner of its legend.</param>
internal readonly record struct PlotPanel(Plot Plot, Alignment Legend);
