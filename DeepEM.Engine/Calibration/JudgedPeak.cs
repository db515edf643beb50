using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Models;

namespace DeepEM.Engine.Calibration;

/// <summary>A candidate on a labelled micrograph.</summary>
/// <param name="Logit">What the network gave.</param>
/// <param name="Labelled">Whether a person picked it.</param>
public readonly record struct JudgedPeak(double Logit, bool Labelled)
{
    /// <summary>Candidates of a model without calibration.</summary>
    /// <param name="picks">What was picked, matched to the labels.</param>
    /// <returns>The candidates with their logits, in the same order.</returns>
    internal static IReadOnlyList<JudgedPeak> Of(IReadOnlyList<ScoredPick> picks) =>
        [.. picks.Select(p => new JudgedPeak(ScoreCalibration.Identity.Logit(p.Score), p.Hit))];
}
