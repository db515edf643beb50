using System.Globalization;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Says at the end of a run why there are fewer picks than could be, or none.</summary>
internal static class PickingRemarks
{
    // Of what would be picked without masks, the share that nobody needs to be told of.
    private const double UsualMaskedShare = 0.1;

    /// <summary>What is to be said.</summary>
    /// <param name="tally">The counts of the run.</param>
    /// <param name="threshold">Its threshold.</param>
    public static IEnumerable<Notice> On(PickingTally tally, double threshold)
    {
        if (tally.Masked > UsualMaskedShare * (tally.Picks + tally.Masked))
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.MaskRemoved,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"masks removed {tally.Masked:N0} of "
                    + $"{tally.Picks + tally.Masked:N0} candidates above the threshold"));
        }

        if (tally is { Finished: > 0, Picks: 0 })
        {
            string where = tally.Finished == 1 ? "the micrograph" : $"{tally.Finished} micrographs";
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.NoPicks,
                $"no particles were picked on {where}{Because(tally, threshold)}");
        }
    }

    private static string Because(PickingTally tally, double threshold) =>
        tally.Best > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $": the best score {tally.Best:0.00#} is under the "
                + $"threshold {threshold:0.00#}, which can be chosen anew")
            : tally.Masked > 0
                ? ": all candidates lie on masked places"
                : ": they look like noise alone at this diameter and pixel size";
}
