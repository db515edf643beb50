using System.Globalization;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Holds the places of picks against those where the network sees particles.</summary>
/// <remarks>Picks that count y from the other side, or belong to a binned image, raise no error anywhere: they just lie on
/// nothing. <see cref="SetComparison"/> says when another reading of them fits far better.</remarks>
internal static class PlaceCheck
{
    /// <summary>Checks.</summary>
    /// <param name="micrographs">The micrographs, scored, with the picks of another program.</param>
    /// <returns>What is wrong, with what would mend it; often nothing.</returns>
    public static IEnumerable<Notice> Of(IReadOnlyList<ScoredMicrograph> micrographs)
    {
        var comparison = SetComparison.Of(
        [
            .. micrographs.Select(one => new LabelledMicrograph(
                one.Name, one.Size.Width, one.Size.Height, one.Seen, one.Picks, [])),
        ]);
        int matched = comparison.Summary.Matched;
        if (comparison.Best is { } best and not Orientation.AsGiven)
        {
            yield return Notice.Warning(string.Empty, OrientationCheck.CodeOf(best), string.Create(
                CultureInfo.InvariantCulture,
                $"the picks are mirrored: turned back {comparison.MatchedTurned} of {comparison.Summary.Picks} lie "
                + $"where the network sees particles, as they are {matched}"));
        }
        else if (comparison.Scale != 1)
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"the picks are on another scale: {comparison.MatchedScaled} of {comparison.Summary.Picks} lie where "
                + $"the network sees particles when they are brought to that of the micrographs, as they are {matched}");
            yield return Notice.Warning(string.Empty, NoticeCode.CoordinatesScaled, text) with
            {
                Figure = new NoticeFigure("bin", comparison.Scale),
            };
        }
    }
}
