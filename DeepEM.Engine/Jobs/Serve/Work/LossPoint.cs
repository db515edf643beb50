namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>A point of a learning curve while it is drawn.</summary>
/// <param name="Step">Steps taken, over all rounds.</param>
/// <param name="TrainingLoss">Running mean of the loss.</param>
/// <param name="HeldOutLoss">Loss of what is held out; null where it was not measured there.</param>
public readonly record struct LossPoint(long Step, double TrainingLoss, double? HeldOutLoss);
