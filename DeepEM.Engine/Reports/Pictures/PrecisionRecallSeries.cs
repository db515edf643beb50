namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One precision-recall curve.</summary>
/// <param name="Name">Name in the legend, for example with its average precision.</param>
/// <param name="Points">Recall as X, precision as Y, in the order of falling threshold.</param>
/// <param name="Threshold">Where the threshold in use lies on it, or null.</param>
public sealed record PrecisionRecallSeries(string Name, IReadOnlyList<PlotPoint> Points, PlotPoint? Threshold);
