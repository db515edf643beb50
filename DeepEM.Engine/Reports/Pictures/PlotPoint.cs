namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One point of a curve.</summary>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
public readonly record struct PlotPoint(double X, double Y);
