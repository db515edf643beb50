using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>What a training gave.</summary>
/// <param name="Model">The model, ready to pick.</param>
/// <param name="Settings">How each round was trained.</param>
/// <param name="Curve">The learning curve over all rounds.</param>
/// <param name="Micrographs">Micrographs with labels: for training and held out.</param>
/// <param name="HeldOutMicrographs">How many of them were held out; 0 where all were used for training.</param>
/// <param name="Particles">Particles for training and held out together.</param>
/// <param name="Negatives">
/// Places known to hold no particle that the last round learnt from: confirmed by a person, or wrong picks of the
/// rounds before.
/// </param>
/// <param name="HeldOutAveragePrecision">
/// On the held-out micrographs, at a quarter of the diameter; on those of the training where none were held out.
/// </param>
/// <param name="Expected">What to expect of each threshold on micrographs like those evaluated.</param>
/// <param name="Completeness">Share of the particles that is labelled, as far as it can be told.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record TrainingReport(
    PickingModel Model,
    TrainingSettings Settings,
    IReadOnlyList<LearningCurvePoint> Curve,
    int Micrographs,
    int HeldOutMicrographs,
    int Particles,
    int Negatives,
    double HeldOutAveragePrecision,
    ExpectedCurve Expected,
    double Completeness,
    IReadOnlyList<Notice> Warnings)
{
    /// <summary>Micrographs that could not be used, each with its reason.</summary>
    public IReadOnlyList<Notice> Failures { get; init; } = [];

    /// <summary>Files of the micrographs that no window was learnt from; of a single micrograph, whose lower part is
    /// held out, its own. Empty where all were learnt from.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>Whether the labels were found again well enough for <see cref="Expected"/> to mean anything.</summary>
    public bool IsPromising { get; init; } = true;

    /// <summary>Recall and precision on the held-out micrographs, of falling threshold; empty where none were.
    /// </summary>
    public IReadOnlyList<(double Recall, double Precision)> HeldOutCurve { get; init; } = [];
}
