using System.Globalization;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Says of what was learnt whether it can be relied on.</summary>
/// <remarks>
/// Scores alone always promise something: the estimate takes what scores as the labelled places do for particles,
/// whatever was labelled. Where the labels are not found again, there is nothing to promise.
/// </remarks>
internal static class TrainingDoubt
{
    // Real sets give 0.75 and more; labels of a wrong scale or mirrored ones less than 0.15.
    private const double GoodFrom = 0.5;
    private const double PromisingFrom = 0.3;

    /// <summary>Judges.</summary>
    /// <param name="heldOut">Average precision on the held-out micrographs; null where none were held out.</param>
    /// <param name="picks">What was picked on those, or on the ones learnt from, matched to the labels; not calibrated.
    /// </param>
    /// <param name="labels">Labels there.</param>
    /// <param name="scores">The model's threshold and calibration.</param>
    /// <returns>A warning, or null; and whether precision and recall may be promised.</returns>
    public static (Notice? Warning, bool IsPromising) Of(
        double? heldOut, IReadOnlyList<ScoredPick> picks, int labels, CalibratedScores scores)
    {
        string causes = "; labels of another scale or mirrored ones, a wrong diameter, or particles that were not "
            + "labelled may be the cause";
        if (heldOut is { } precision)
        {
            return precision >= GoodFrom ? (null, true) : (
                Doubt(string.Create(
                    CultureInfo.InvariantCulture, $"held-out average precision is only {precision:F3}{causes}")),
                precision >= PromisingFrom);
        }

        int found = picks.Count(pick => pick.Hit
            && scores.Calibration.Probability(ScoreCalibration.Identity.Logit(pick.Score)) >= scores.Threshold);
        return 2 * found >= labels ? (null, true) : (
            Doubt($"of the {labels} labels that were learnt from, only {found} are found again{causes}"), false);
    }

    private static Notice Doubt(string text) => Notice.Warning(string.Empty, NoticeCode.LabelsDoubtful, text);
}
