namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>All figures that belong to one matching radius.</summary>
/// <param name="RadiusFraction">The radius as a fraction of the particle's diameter.</param>
/// <param name="RadiusPixels">The radius, pixels.</param>
/// <param name="Labels">Labels in all micrographs.</param>
/// <param name="Picks">Picks that count.</param>
/// <param name="Matched">Picks with a label, by optimal matching.</param>
/// <param name="Precision">Share of the picks that are right.</param>
/// <param name="Recall">Share of the labels that were found.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="F2">The same with recall weighing twice as much.</param>
/// <param name="RmsErrorPixels">Root mean square distance of matched picks from their labels, pixels.</param>
/// <param name="AveragePrecision">Average precision of all scored picks, by greedy matching.</param>
/// <param name="AveragePrecisionInterval">95 % bootstrap interval over micrographs; null with fewer than two.</param>
/// <param name="BestF1">Highest F1 that any threshold would give; 0 without picks.</param>
/// <param name="BestThreshold">The threshold that gives it; null without picks.</param>
/// <param name="RandomF1">F1 of as many random picks as there are labels; null when a size is unknown.</param>
public sealed record RadiusReport(
    double RadiusFraction,
    double RadiusPixels,
    int Labels,
    int Picks,
    int Matched,
    double Precision,
    double Recall,
    double F1,
    double F2,
    double RmsErrorPixels,
    double AveragePrecision,
    BootstrapInterval? AveragePrecisionInterval,
    double BestF1,
    double? BestThreshold,
    double? RandomF1);
