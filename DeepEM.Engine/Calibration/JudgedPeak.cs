using DeepEM.Engine.Models;

namespace DeepEM.Engine.Calibration;

/// <summary>A candidate on a labelled micrograph.</summary>
/// <param name="Logit">What the network gave.</param>
/// <param name="Labelled">Whether a person picked it.</param>
public readonly record struct JudgedPeak(double Logit, bool Labelled)
{
    /// <summary>A candidate of a model without calibration.</summary>
    /// <param name="score">Its figure of merit, 0 to 1.</param>
    /// <param name="labelled">Whether a person picked it.</param>
    /// <returns>The candidate with its logit.</returns>
    public static JudgedPeak Of(double score, bool labelled) => new(ScoreCalibration.Identity.Logit(score), labelled);
}
