using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>What training without a label gave.</summary>
/// <param name="Model">The model that was written.</param>
/// <param name="Rounds">The rounds, in order.</param>
/// <param name="Training">The training whose model it is; null where the general model stays.</param>
/// <param name="Files">What was written, the model first.</param>
/// <param name="Warnings">What was odd.</param>
/// <param name="Failures">Micrographs that could not be used.</param>
public sealed record LabelFreeReport(
    PickingModel Model,
    IReadOnlyList<LabelFreeRound> Rounds,
    TrainingReport? Training,
    IReadOnlyList<string> Files,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures)
{
    /// <summary>The device in words.</summary>
    public string Device { get; init; } = string.Empty;

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
