namespace DeepEM.Engine.Learning.Calibration;

/// <summary>A candidate on a labelled micrograph.</summary>
/// <param name="Logit">What the network gave.</param>
/// <param name="Labelled">Whether a person picked it.</param>
public readonly record struct LabelledCandidate(double Logit, bool Labelled);
