namespace DeepEM.Cli.Web.Wire;

/// <summary>A point of the learning curve.</summary>
/// <param name="Step">Steps of the optimiser.</param>
/// <param name="TrainingLoss">On what is learnt from.</param>
/// <param name="HeldOutLoss">On what is held out; null where it was not measured.</param>
internal sealed record CurvePointAnswer(long Step, double TrainingLoss, double? HeldOutLoss);
