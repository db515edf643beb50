using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Finds picks that were written with another direction of y or x than the labels.</summary>
/// <remarks>
/// A wrong convention raises no error and leaves only chance matches. The picks are mirrored, x → W−1−x and y → H−1−y,
/// and matched again; a mirrored orientation is reported when it matches so many more that chance does not explain it:
/// half as many again, and 2.5 standard deviations of the difference of two counts.
/// </remarks>
internal static class OrientationCheck
{
    private const double ClearFactor = 1.5;
    private const double ClearDeviations = 2.5;

    /// <summary>Holds mirrored picks against the labels.</summary>
    /// <param name="micrographs">Labels, picks and ignored places.</param>
    /// <param name="radius">Pixels below which a pick and a label match.</param>
    /// <param name="asGiven">How well the picks match as they are.</param>
    /// <returns>The orientation that fits best, with its matches; null when a size is unknown.</returns>
    public static (Orientation Best, int Matched)? Run(
        IReadOnlyList<LabelledMicrograph> micrographs, double radius, MatchSummary asGiven)
    {
        if (!micrographs.All(micrograph => micrograph.HasSize))
        {
            return null;
        }

        Orientation best = Orientation.AsGiven;
        int most = asGiven.Matched;
        foreach (Orientation orientation in
            new[] { Orientation.MirroredInY, Orientation.MirroredInX, Orientation.MirroredInBoth })
        {
            LabelledMicrograph[] mirrored = [.. micrographs.Select(micrograph => Mirror(micrograph, orientation))];
            int matched = MatchSummary.Of(mirrored, radius).Matched;
            if (matched > most && ClearlyMore(matched, asGiven.Matched))
            {
                best = orientation;
                most = matched;
            }
        }

        return (best, most);
    }

    /// <summary>Whether matches are so many more than as given that chance does not explain it.</summary>
    /// <param name="matched">Matches of what was tried.</param>
    /// <param name="asGiven">Matches as given.</param>
    /// <returns>True when they are.</returns>
    public static bool ClearlyMore(int matched, int asGiven) =>
        matched >= ClearFactor * asGiven
        && matched - asGiven > ClearDeviations * Math.Sqrt((double)matched + asGiven);

    private static LabelledMicrograph Mirror(LabelledMicrograph micrograph, Orientation orientation)
    {
        bool mirrorX = orientation is Orientation.MirroredInX or Orientation.MirroredInBoth;
        bool mirrorY = orientation is Orientation.MirroredInY or Orientation.MirroredInBoth;
        Particle[] picks = new Particle[micrograph.Picks.Count];
        for (int i = 0; i < picks.Length; i++)
        {
            Particle pick = micrograph.Picks[i];
            pick = mirrorX ? CoordinateFrame.FlipColumns(pick, micrograph.Width) : pick;
            picks[i] = mirrorY ? CoordinateFrame.FlipRows(pick, micrograph.Height) : pick;
        }

        return micrograph with { Picks = picks };
    }

    /// <summary>The code of a notice about picks that are mirrored.</summary>
    /// <param name="orientation">How they are mirrored.</param>
    public static string CodeOf(Orientation orientation) => orientation switch
    {
        Orientation.MirroredInX => NoticeCode.MirroredInX,
        Orientation.MirroredInY => NoticeCode.MirroredInY,
        _ => NoticeCode.MirroredInBoth,
    };
}
