namespace DeepEM.Cli.Web.Wire;

/// <summary>How good a new model is on what was held out.</summary>
/// <param name="Found">Labels that were found.</param>
/// <param name="Labels">Labels there were.</param>
/// <param name="Wrong">Picks that are no label.</param>
/// <param name="Picks">Picks there were.</param>
/// <param name="Precision">For each threshold.</param>
/// <param name="Recall">For each threshold.</param>
/// <param name="Thresholds">Rising.</param>
internal sealed record TrainingAnswer(
    int? Found,
    int? Labels,
    int? Wrong,
    int? Picks,
    IReadOnlyList<double> Precision,
    IReadOnlyList<double> Recall,
    IReadOnlyList<double> Thresholds);
