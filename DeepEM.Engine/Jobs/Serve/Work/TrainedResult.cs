namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>How good a new model is on what was held out.</summary>
/// <param name="Labels">Particles that were learnt from or held out.</param>
/// <param name="AveragePrecision">On what was held out; not a number where nothing was.</param>
/// <param name="Curve">Expected precision and recall of rising thresholds.</param>
public sealed record TrainedResult(
    int Labels,
    double AveragePrecision,
    IReadOnlyList<(double Threshold, double Precision, double Recall)> Curve);
