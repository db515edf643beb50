using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Demo;

/// <summary>What the demonstration gave.</summary>
/// <param name="Training">How the training went.</param>
/// <param name="Picking">How the picking went.</param>
/// <param name="Evaluation">How good the picks on the unseen micrographs are.</param>
public sealed record DemoReport(TrainingReport Training, PickingReport Picking, EvaluationReport Evaluation);
