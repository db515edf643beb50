using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Sorts the picks and labels of a micrograph into found, missed, wrong and ignored, to be drawn.</summary>
public static class EvaluationMarks
{
    /// <summary>One mark for each pick and each label that was missed.</summary>
    /// <param name="micrograph">Labels and picks.</param>
    /// <param name="radius">A pick matches a label nearer than this, pixels.</param>
    /// <returns>The marks, missed ones first.</returns>
    public static IEnumerable<PictureMark> Of(LabelledMicrograph micrograph, double radius)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        int[] matches = [.. OptimalMatcher.Match(micrograph.Truth, micrograph.Picks, radius)];
        HashSet<int> found = [.. matches.Where(label => label >= 0)];
        IEnumerable<PictureMark> missed = micrograph.Truth
            .Where((_, label) => !found.Contains(label))
            .Select(p => new PictureMark(p, MarkKind.Missed));
        bool[] ignored = IgnoredPlaces.Flag(micrograph, radius);
        return missed.Concat(micrograph.Picks.Select((pick, i) => new PictureMark(pick, Kind(i))));

        MarkKind Kind(int pick)
        {
            if (matches[pick] >= 0)
            {
                return MarkKind.Found;
            }

            return ignored[pick] ? MarkKind.Ignored : MarkKind.Wrong;
        }
    }
}
