namespace DeepEM.Engine.Reports.Pictures;

/// <summary>What one set of micrographs looks like, to be drawn.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="IsSimulated">Drawn with dashes, in the colour of the real set of the same number.</param>
/// <param name="Spectrum">Frequency, cycles per pixel, and power.</param>
/// <param name="Histogram">Grey level and density.</param>
public sealed record ComparisonSeries(
    string Name, bool IsSimulated, IReadOnlyList<PlotPoint> Spectrum, IReadOnlyList<PlotPoint> Histogram);
