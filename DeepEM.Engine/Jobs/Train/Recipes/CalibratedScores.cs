using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>What the labelled micrographs say about a network's scores.</summary>
/// <param name="Calibration">Turns logits into probabilities.</param>
/// <param name="Threshold">Least figure of merit of a pick.</param>
/// <param name="Expected">What to expect of each threshold on these micrographs.</param>
/// <param name="Completeness">Share of the particles that is labelled, as far as it can be told.</param>
internal sealed record CalibratedScores(
    ScoreCalibration Calibration, double Threshold, ExpectedCurve Expected, double Completeness)
{
    /// <summary>What a user should know about the threshold; null where there is nothing to say.</summary>
    public Notice? Warning { get; init; }
}
