using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
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
        IReadOnlyList<MicrographPicks> converted, string compare, ConversionSettings settings, List<string> warnings)
    {
        SetComparison comparison = SetComparison.Of(Pair(converted, compare, warnings));
        int asGiven = comparison.Summary.Matched;
        if (comparison.Best is null)
        {
            warnings.Add(
                $"against {compare}: few match, and whether they are mirrored cannot be told without the micrographs' "
                + "sizes; name them with --micrographs or --size");
        }
        else if (comparison.Best != Orientation.AsGiven)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"against {compare}: the picks are mirrored: {Turn(comparison.Best.Value, settings)} "
                + $"{comparison.MatchedTurned} match instead of {asGiven}"));
        }

        if (comparison.Scale != 1)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"against {compare}: the picks are on another scale: with --bin "
                + $"{settings.Binning * comparison.Scale:G3} {comparison.MatchedScaled} match instead of {asGiven}"));
        }

        warnings.AddRange(comparison.Warnings.Select(warning => $"against {compare}: {warning}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{asGiven} of {comparison.Summary.Picks} match one of {comparison.Summary.Labels} in {compare} within "
            + $"{comparison.Radius:F1} px");
    }

    private static List<LabelledMicrograph> Pair(
        IReadOnlyList<MicrographPicks> converted, string compare, List<string> warnings)
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

    private static string Turn(Orientation orientation, ConversionSettings settings)
    {
        bool turnsX = orientation is Orientation.MirroredInX or Orientation.MirroredInBoth;
        bool turnsY = orientation is Orientation.MirroredInY or Orientation.MirroredInBoth;
        string[] options =
        [
            .. turnsX ? [Switch("--flip-x", settings.FlipsX)] : Array.Empty<string>(),
            .. turnsY ? [Switch("--flip-y", settings.FlipsY)] : Array.Empty<string>(),
        ];
        return string.Join(" and ", options);
    }

    private static string Switch(string option, bool isGiven) => isGiven ? $"without {option}" : $"with {option}";
}
