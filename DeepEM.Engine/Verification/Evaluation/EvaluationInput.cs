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
    /// <summary>Pixel size of each micrograph, angstrom, as a list, its header, that of an image beside the picks, or
    /// labels and picks themselves say; null where none does.</summary>
    public IReadOnlyList<double?> PixelSizes { get; init; } = [];

    /// <summary>Reads everything that an evaluation needs.</summary>
    /// <param name="truth">Labels: a folder of files per micrograph, or one file.</param>
    /// <param name="picks">Picks: the same.</param>
    /// <param name="ignored">Places that count neither as right nor as wrong: the same, or null for none.</param>
    /// <param name="images">
    /// The micrographs, for their sizes; empty: they are looked for beside the labels and in the folder above.
    /// </param>
    /// <param name="reading">Which image of a file of several; null for the usual.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of all micrographs, by which origins in angstrom are divided; null to
    /// believe lists, tables and headers.</param>
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
        MicrographReading? reading = null,
        double? pixelSizeAngstrom = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        PickSet labels = PickReader.Read(truth, keepsTables: true);
        string[] names = [.. labels.Micrographs.Select(micrograph => micrograph.Micrograph)];
        if (names.Length == 0)
        {
            throw new InvalidFileException(truth, "holds no labels, expected those of one micrograph or more");
        }

        PickSet accepted = PickReader.Read(picks, PickScope.Accepted, names, keepsTables: true);
        PickSet all = PickReader.Read(picks, PickScope.All, names, keepsTables: true);
        PickSet? doubtful =
            ignored is null ? null : PickReader.Read(ignored, PickScope.Accepted, names, keepsTables: true);
        IReadOnlyList<MicrographPicks?> acceptedOf = accepted.Match(names);
        IReadOnlyList<MicrographPicks?> allOf = all.Match(names);
        IReadOnlyList<MicrographPicks?> doubtfulOf = doubtful?.Match(names) ?? new MicrographPicks?[names.Length];
        IReadOnlyList<MicrographSource?> sources = LabelImages.Find(labels.Micrographs, images);

        List<LabelledMicrograph> micrographs = [];
        List<LabelledMicrograph> candidates = [];
        List<double?> pixelSizes = [];
        List<string> withoutPicks = [];
        List<Notice> odd = [];
        for (int i = 0; i < names.Length; i++)
        {
            MicrographHeader? header =
                sources[i] is { } source ? MicrographReader.ReadHeader(source.Path, reading) : null;
            double? told = pixelSizeAngstrom ?? sources[i]?.PixelSizeAngstrom;
            MicrographPicks? Centred(MicrographPicks? picks) => picks is null
                ? null
                : ParticleCentres.Of(picks, told, () => header?.PixelSizeAngstrom, odd);

            MicrographPicks label = Centred(labels.Micrographs[i])!;
            MicrographPicks? found = Centred(acceptedOf[i]);
            MicrographPicks? scored = Centred(allOf[i]) ?? found;
            if (scored is null)
            {
                withoutPicks.Add(names[i]);
            }

            pixelSizes.Add(PixelSizeOf(sources[i], header, labels.Micrographs[i], acceptedOf[i]));
            foreach (MicrographPicks? particles in new[] { label, found, scored })
            {
                RefuseFarOutside(particles, header);
            }

            LabelledMicrograph micrograph = new(
                names[i],
                header?.Width ?? 0,
                header?.Height ?? 0,
                label.Particles,
                found?.Particles ?? [],
                Centred(doubtfulOf[i])?.Particles ?? []);
            micrographs.Add(micrograph);
            candidates.Add(micrograph with { Picks = scored?.Particles ?? [] });
        }

        if (withoutPicks.Count == names.Length)
        {
            throw new InvalidFileException(
                picks, $"has no picks for any of the {names.Length} labelled micrographs, {names[0]} being the first");
        }

        Notice[] warnings =
            [.. labels.Warnings, .. accepted.Warnings, .. all.Warnings, .. doubtful?.Warnings ?? [], .. odd];
        return new EvaluationInput(
            micrographs,
            candidates,
            [.. sources.Select(source => source?.Path)],
            Sources(accepted),
            Sources(all),
            withoutPicks,
            [.. micrographs.Where(micrograph => !micrograph.HasSize).Select(micrograph => micrograph.Name)],
            [.. warnings.Distinct()])
        {
            PixelSizes = pixelSizes,
        };
    }

    private static double? PixelSizeOf(
        MicrographSource? source, MicrographHeader? header, MicrographPicks labels, MicrographPicks? picks) =>
        ParticleCentres.Likely(source?.PixelSizeAngstrom ?? header?.PixelSizeAngstrom)
        ?? (picks is null ? null : ParticleCentres.OfHeader(LabelImages.Beside(picks)))
        ?? ParticleCentres.Certain(labels)
        ?? (picks is null ? null : ParticleCentres.Certain(picks));

    private static string[] Sources(PickSet picks) =>
        [.. picks.Micrographs.Select(micrograph => micrograph.Source).Distinct(StringComparer.Ordinal)];

    // Only the refusal is wanted here: what lies just outside is kept, counts as wrong, and is warned of elsewhere.
    private static void RefuseFarOutside(MicrographPicks? particles, MicrographHeader? header)
    {
        if (particles is not null && header is not null)
        {
            CoordinateCheck.KeepInside(particles, header.Height, header.Width, new List<Notice>());
        }
    }
}
