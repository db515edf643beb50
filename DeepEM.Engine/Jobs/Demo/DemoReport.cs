using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Demo;

/// <summary>What the demonstration gave.</summary>
/// <param name="Training">How the training without a label went.</param>
/// <param name="Picking">How the picking of the unseen micrographs went.</param>
/// <param name="Verification">What is known of these picks without a label.</param>
/// <param name="Evaluation">How good they are, by labels that nothing before has seen.</param>
public sealed record DemoReport(
    LabelFreeReport Training,
    PickingReport Picking,
    VerificationJobReport Verification,
    EvaluationReport Evaluation);
