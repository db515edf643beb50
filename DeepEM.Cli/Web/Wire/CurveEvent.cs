namespace DeepEM.Cli.Web.Wire;

/// <summary>A point more of a learning curve.</summary>
/// <param name="Job">The training.</param>
/// <param name="Step">Steps of the optimiser.</param>
/// <param name="TrainingLoss">On what is learnt from.</param>
/// <param name="HeldOutLoss">On what is held out; null where it was not measured.</param>
internal sealed record CurveEvent(string Job, long Step, double TrainingLoss, double? HeldOutLoss);
