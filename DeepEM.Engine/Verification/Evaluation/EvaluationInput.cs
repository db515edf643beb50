using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Labels and picks as read from files, matched by the names of the micrographs.</summary>
/// <remarks>
/// The micrographs are those with labels. One that has labels and no picks counts with all its labels missed. Where the
/// picks have files with everything down to the floor (<c>STEM_all.star</c>) beside the picks above the threshold,
/// those become the candidates.
/// </remarks>
/// <param name="Micrographs">Labels, picks above the threshold and ignored places.</param>
/// <param name="Candidates">The same with everything that was scored.</param>
/// <param name="Images">The file of each micrograph, null where none was found.</param>
/// <param name="PickSources">The files the picks came from, each once.</param>
/// <param name="CandidateSources">The files the candidates came from, each once.</param>
/// <param name="WithoutPicks">Names of micrographs that have labels and no picks, not even an empty file.</param>
/// <param name="WithoutSize">Names of micrographs whose size could not be found.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record EvaluationInput(
    IReadOnlyList<LabelledMicrograph> Micrographs,
    IReadOnlyList<LabelledMicrograph> Candidates,
    IReadOnlyList<string?> Images,
    IReadOnlyList<string> PickSources,
    IReadOnlyList<string> CandidateSources,
    IReadOnlyList<string> WithoutPicks,
    IReadOnlyList<string> WithoutSize,
    IReadOnlyList<Notice> Warnings)
{
    /// <summary>Reads everything that an evaluation needs.</summary>
    /// <param name="truth">Labels: a folder of files per micrograph, or one file.</param>
    /// <param name="picks">Picks: the same.</param>
    /// <param name="ignored">Places that count neither as right nor as wrong: the same, or null for none.</param>
    /// <param name="images">
    /// The micrographs, for their sizes; empty: they are looked for beside the labels and in the folder above.
    /// </param>
    /// <param name="reading">Which image of a file of several; null for the usual.</param>
    /// <returns>Labels and picks.</returns>
    /// <exception cref="InvalidFileException">
    /// Something cannot be read, there are no labels or no picks for any of them, or coordinates lie so far outside
    /// their micrograph that they belong to another.
    /// </exception>
    public static EvaluationInput Read(
        string truth,
        string picks,
        string? ignored,
        IReadOnlyList<MicrographSource> images,
        MicrographReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        PickSet labels = PickReader.Read(truth);
        string[] names = [.. labels.Micrographs.Select(micrograph => micrograph.Micrograph)];
        if (names.Length == 0)
        {
            throw new InvalidFileException(truth, "holds no labels, expected those of one micrograph or more");
        }

        PickSet accepted = PickReader.Read(picks, PickScope.Accepted, names);
        PickSet all = PickReader.Read(picks, PickScope.All, names);
        PickSet? doubtful = ignored is null ? null : PickReader.Read(ignored, PickScope.Accepted, names);
        MicrographSizes sizes = new(images);

        List<LabelledMicrograph> micrographs = [];
        List<LabelledMicrograph> candidates = [];
        List<string?> paths = [];
        List<string> withoutPicks = [];
        foreach (MicrographPicks label in labels.Micrographs)
        {
            MicrographPicks? found = accepted.Find(label.Micrograph);
            MicrographPicks? scored = all.Find(label.Micrograph) ?? found;
            if (scored is null)
            {
                withoutPicks.Add(label.Micrograph);
            }

            string? path = sizes.PathOf(label);
            paths.Add(path);
            (int width, int height) = MicrographSizes.Of(path, reading);
            foreach (MicrographPicks? particles in new[] { label, found, scored })
            {
                RefuseFarOutside(particles, width, height);
            }

            LabelledMicrograph micrograph = new(
                label.Micrograph,
                width,
                height,
                label.Particles,
                found?.Particles ?? [],
                doubtful?.Find(label.Micrograph)?.Particles ?? []);
            micrographs.Add(micrograph);
            candidates.Add(micrograph with { Picks = scored?.Particles ?? [] });
        }

        if (withoutPicks.Count == names.Length)
        {
            throw new InvalidFileException(
                picks, $"has no picks for any of the {names.Length} labelled micrographs, {names[0]} being the first");
        }

        Notice[] warnings =
            [.. labels.Warnings, .. accepted.Warnings, .. all.Warnings, .. doubtful?.Warnings ?? []];
        return new EvaluationInput(
            micrographs,
            candidates,
            paths,
            Sources(accepted),
            Sources(all),
            withoutPicks,
            [.. micrographs.Where(micrograph => !micrograph.HasSize).Select(micrograph => micrograph.Name)],
            [.. warnings.Distinct()]);
    }

    private static string[] Sources(PickSet picks) =>
        [.. picks.Micrographs.Select(micrograph => micrograph.Source).Distinct(StringComparer.Ordinal)];

    // Only the refusal is wanted here: what lies just outside is kept, counts as wrong, and is warned of elsewhere.
    private static void RefuseFarOutside(MicrographPicks? particles, int width, int height)
    {
        if (particles is not null && width > 0 && height > 0)
        {
            CoordinateCheck.KeepInside(particles, height, width, new List<Notice>());
        }
    }
}
