using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>The files that a training reads. Each set of picks is a folder, a list or one file.</summary>
/// <param name="Micrographs">The micrographs, at least one.</param>
/// <param name="Picks">Manual picks; not read where there is a verification.</param>
public sealed record TrainingFiles(IReadOnlyList<MicrographSource> Micrographs, string Picks)
{
    /// <summary>Which of several kinds of manual picks are learnt (<see cref="SelectionType"/>); null for the lowest
    /// number.</summary>
    public int? SelectedType { get; init; }

    /// <summary>More picks, confirmed as particles, or null.</summary>
    public string? AddedPositives { get; init; }

    /// <summary>More picks, confirmed as non-particles, or null.</summary>
    public string? AddedNegatives { get; init; }

    /// <summary>Places that are used neither as particles nor as background, or null.</summary>
    public string? Ignored { get; init; }

    /// <summary>A folder of masks, or null.</summary>
    public string? Masks { get; init; }

    /// <summary>Pixel size of all micrographs; null to believe lists and headers.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>A verification to learn from instead of picks, or null.</summary>
    public VerifiedTraining? Verification { get; init; }

    /// <summary>Every file and folder that is read.</summary>
    public IEnumerable<string> All =>
    [
        Verification?.Folder ?? Picks,
        .. Micrographs.Select(source => source.Path),
        .. new[] { AddedPositives, AddedNegatives, Ignored }.OfType<string>(),
    ];

    /// <summary>Reads the picks and brings them together with the micrographs, which are not read yet.</summary>
    /// <param name="meaning">Which pixels of the masks are those to pick on.</param>
    /// <returns>One item for each micrograph, and what was odd.</returns>
    /// <exception cref="InvalidFileException">
    /// Picks cannot be read, or could be those of two micrographs.
    /// </exception>
    /// <exception cref="TrainingDataException">No micrograph has picks.</exception>
    public TrainingInput Load(MaskMeaning meaning = default)
    {
        if (Verification is not null)
        {
            TrainingInput verified = Verification.Load(Micrographs, PixelSizeAngstrom);
            List<Notice> odd = [.. verified.Notices];
            return new TrainingInput(WithMasks(verified.Items, meaning, odd), [.. odd.Distinct()]);
        }

        List<Notice> notices = [];
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            Micrographs,
            PixelSizeAngstrom,
            SelectionType.Choose(Read(Picks, notices), SelectedType, notices),
            AddedPositives is null ? null : Read(AddedPositives, notices),
            AddedNegatives is null ? null : Read(AddedNegatives, notices),
            notices);
        if (Ignored is not null)
        {
            items = TrainingItems.WithIgnored(items, Micrographs, Read(Ignored, notices), notices);
        }

        items = WithMasks(items, meaning, notices);
        return new TrainingInput(items, [.. notices.Distinct()]);
    }

    private IReadOnlyList<TrainingItem> WithMasks(
        IReadOnlyList<TrainingItem> items, MaskMeaning meaning, List<Notice> notices)
    {
        if (Masks is null)
        {
            return items;
        }

        MaskFolder masks = new(Masks, meaning);
        notices.AddRange(masks.Missing(Micrographs) is { } missing ? [missing] : []);
        return [.. items.Zip(Micrographs, (item, source) => item with { MaskPath = masks.Find(source.Stem) })];
    }

    private PickSet Read(string path, List<Notice> notices)
    {
        PickSet picks = PickReader.Read(
            path, PickScope.Accepted, Micrographs.Select(source => source.Name), keepsTables: true);
        notices.AddRange(picks.Warnings);
        return picks;
    }
}
