using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Holds converted picks against a second set, and says which option would mend what is wrong.</summary>
internal static class ConversionComparison
{
    /// <summary>Compares.</summary>
    /// <param name="converted">The picks, in pixels of the micrographs.</param>
    /// <param name="compare">The second set, the same.</param>
    /// <param name="settings">How they were converted.</param>
    /// <param name="warnings">Receives what is wrong, each a line.</param>
    /// <returns>How they agree, a line.</returns>
    /// <exception cref="InvalidFileException">The second set cannot be read or has none of the micrographs.</exception>
    public static string Run(
        IReadOnlyList<MicrographPicks> converted, string compare, ConversionSettings settings, List<Notice> warnings)
    {
        SetComparison comparison = SetComparison.Of(Pair(converted, compare, warnings));
        int asGiven = comparison.Summary.Matched;
        if (comparison.Best is null)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.SizeUnknown,
                $"against {compare}: few match, and whether they are mirrored cannot be told without the micrographs' "
                + "sizes");
        }
        else if (comparison.Best != Orientation.AsGiven)
        {
            warnings.Warn(
                string.Empty,
                OrientationCheck.CodeOf(comparison.Best.Value),
                string.Create(
                CultureInfo.InvariantCulture,
                $"against {compare}: the picks are mirrored: turned back {comparison.MatchedTurned} match "
                + $"instead of {asGiven}"));
        }

        if (comparison.Scale != 1)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.CoordinatesScaled,
                string.Create(
                CultureInfo.InvariantCulture,
                $"against {compare}: the picks are on another scale: {comparison.MatchedScaled} match instead of "
                + $"{asGiven} when they are brought to that of {compare}"),
                new NoticeFigure("bin", settings.Binning * comparison.Scale));
        }

        warnings.AddRange(comparison.Warnings.Select(warning => warning with { Subject = $"against {compare}" }));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{asGiven} of {comparison.Summary.Picks} match one of {comparison.Summary.Labels} in {compare} within "
            + $"{comparison.Radius:F1} px");
    }

    private static List<LabelledMicrograph> Pair(
        IReadOnlyList<MicrographPicks> converted, string compare, List<Notice> warnings)
    {
        PickSet second = PickReader.Read(
            compare, PickScope.Accepted, converted.Select(picks => picks.Micrograph));
        warnings.AddRange(second.Warnings);
        List<LabelledMicrograph> pairs = [];
        foreach (MicrographPicks picks in converted)
        {
            if (second.Find(picks.Micrograph) is MicrographPicks found)
            {
                pairs.Add(new LabelledMicrograph(
                    picks.Micrograph,
                    picks.Size?.Width ?? 0,
                    picks.Size?.Height ?? 0,
                    found.Particles,
                    picks.Particles,
                    []));
            }
        }

        return pairs.Count > 0 ? pairs : throw new InvalidFileException(compare, string.Create(
            CultureInfo.InvariantCulture,
            $"has no picks for any of the {converted.Count} micrographs, {converted[0].Micrograph} being the first"));
    }
}
