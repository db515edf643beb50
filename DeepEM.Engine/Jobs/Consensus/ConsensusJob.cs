using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Consensus;
using DeepEM.Engine.Verification.Outliers;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary>Joins the picks of several pickers, each in any format that can be converted, or verified.</summary>
/// <remarks>A picker whose picks come as the folder of a verification is believed as its probabilities say; how far the
/// others are, they say of each other.</remarks>
public static class ConsensusJob
{
    /// <summary>Joins and writes.</summary>
    /// <param name="pickers">For each picker a folder, a list or a file of picks; two or more.</param>
    /// <param name="images">The micrographs, for names, sizes and pixel sizes; may be empty.</param>
    /// <param name="settings">How, and where to.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was joined.</returns>
    /// <exception cref="SettingsException">The folder is that of picks, or holds a result that is not to be replaced.
    /// </exception>
    /// <exception cref="InvalidFileException">A picker has no picks that can be read, or the pixel size of a micrograph
    /// is not known.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static ConsensusReport Run(
        IReadOnlyList<string> pickers,
        IReadOnlyList<MicrographSource> images,
        ConsensusSettings settings,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(pickers);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(pickers.Count, 2);
        context ??= JobContext.Silent;
        OutputCheck.Require(settings.Folder, pickers, settings.Overwrite);
        List<Notice> warnings = [];
        List<InvalidFileException> failures = [];
        ConversionSettings conversion = new(settings.Format, settings.Folder)
        {
            PixelSizeAngstrom = settings.PixelSizeAngstrom,
            BoxSize = settings.BoxSize,
        };
        VerificationFolder?[] verified =
            [.. pickers.Select(path => VerificationFolder.IsOne(path) ? VerificationFolder.Read(path) : null)];
        var set = PickerSet.Of(
            pickers,
            [
                .. pickers.Zip(verified, (path, folder) => folder is null
                    ? Read(path, images, conversion, warnings, failures)
                    : Read(folder, images, conversion)),
            ]);
        context.Cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<Particle>[][] picks =
        [
            .. set.Micrographs.Select(row => row.Select(one => one?.Particles ?? []).ToArray()),
        ];
        IReadOnlyList<IReadOnlyList<ConsensusPick>> joined = PickConsensus.Of(
            picks,
            [.. set.Micrographs.Select(row => OutlierRules.DuplicateFrom * settings.DiameterAngstrom / PixelSize(row))],
            out IReadOnlyList<PickerReliability> reliabilities,
            [.. verified.Select(Probabilities)]);
        int[] needed = [.. picks.Select(row => Math.Min(settings.Votes, row.Count(one => one.Count > 0)))];
        WarnOfFewer(set, needed, settings.Votes, warnings);
        MicrographPicks[] kept =
        [
            .. set.Micrographs.Select((row, m) =>
                Kept(row, joined[m].Where(pick => pick.Votes >= needed[m]), settings)),
        ];
        IReadOnlyList<string> files = new ConversionOutputs(conversion, [.. pickers], replaces: settings.Overwrite)
            .Write(kept, warnings, context.Progress, context.Cancellation);
        string table = Path.Combine(settings.Folder, ConsensusTable.FileName);
        AtomicFile.WriteText(table, writer => ConsensusTable.Write(
            writer,
            set.Names,
            joined.SelectMany((row, m) => row.Select(pick =>
                (kept[m].Micrograph, pick, pick.Votes >= needed[m])))));
        string record = Path.Combine(settings.Folder, RunRecord.FileName);
        var report = new ConsensusReport(
            [.. files, table, record],
            [.. set.Names.Select((name, picker) => Joined(name, picker, picks, reliabilities[picker]) with
            {
                IsVerified = verified[picker] is not null,
            })],
            Agreement(set.Names, joined),
            kept.Length,
            kept.Sum(one => one.Particles.Count),
            [.. warnings.Distinct()],
            [.. failures.Select(Notice.Failure)]);
        RunRecord.Of(context.Arguments, "cpu", Record(pickers, settings, report)).Write(record);
        return report;
    }

    private static IReadOnlyList<MicrographPicks> Read(
        string path,
        IReadOnlyList<MicrographSource> images,
        ConversionSettings conversion,
        List<Notice> warnings,
        List<InvalidFileException> failures)
    {
        int before = failures.Count;
        IReadOnlyList<MicrographPicks> read = PickTable.WithSizes(
            new ConversionInput(conversion, warnings, failures).Read([path], images),
            path,
            conversion.PixelSizeAngstrom);
        return read.Count > 0 ? read
            : throw (failures.Count > before ? failures[^1] : new InvalidFileException(path, "has no picks"));
    }

    // Of a verification its own names, extents and pixel sizes hold; micrographs only say which ones are wanted.
    private static IReadOnlyList<MicrographPicks> Read(
        VerificationFolder folder, IReadOnlyList<MicrographSource> images, ConversionSettings conversion)
    {
        IReadOnlyList<MicrographPicks> picks =
        [
            .. folder.Picks().Select(one => one with
            {
                PixelSizeAngstrom = conversion.PixelSizeAngstrom ?? one.PixelSizeAngstrom,
            }),
        ];
        return images.Count == 0 ? picks :
        [
            .. new PickSet(folder.Path, picks, []).Match([.. images.Select(image => image.Name)])
                .Zip(images, (found, image) => found is null ? null : found with { Micrograph = image.Name })
                .OfType<MicrographPicks>(),
        ];
    }

    private static (double Score, double Probability)[]? Probabilities(VerificationFolder? folder) =>
        folder is null ? null :
        [
            .. folder.Result.Picks.Select(pick => (pick.Particle.FigureOfMerit, pick.Probability)),
        ];

    private static double PixelSize(IReadOnlyList<MicrographPicks?> row) =>
        row.Select(one => one?.PixelSizeAngstrom).FirstOrDefault(size => size is not null)
        ?? throw new InvalidFileException(
            row.OfType<MicrographPicks>().First().Source,
            $"the pixel size of {row.OfType<MicrographPicks>().First().Micrograph} is not known, so a diameter in "
            + "angstrom says nothing",
            code: NoticeCode.PixelSizeUnknown);

    private static void WarnOfFewer(PickerSet set, int[] needed, int votes, List<Notice> warnings)
    {
        int[] fewer = [.. Enumerable.Range(0, needed.Length).Where(m => needed[m] < votes)];
        if (fewer.Length > 0)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.NoPicks,
                $"fewer than {votes} pickers have picks on {fewer.Length} of {needed.Length} micrographs, "
                + $"{set.Micrographs[fewer[0]].OfType<MicrographPicks>().First().Micrograph} for example: the picks of "
                + "those that have are kept there");
        }
    }

    // Name, extents and pixel size are those of the first picker that knows them.
    private static MicrographPicks Kept(
        IReadOnlyList<MicrographPicks?> row, IEnumerable<ConsensusPick> picks, ConsensusSettings settings)
    {
        MicrographPicks[] known = [.. row.OfType<MicrographPicks>()];
        return new MicrographPicks(
            known[0].Micrograph,
            known[0].Source,
            [.. picks.Select(pick => new Particle(pick.X, pick.Y, pick.Probability))])
        {
            Size = known.Select(one => one.Size).FirstOrDefault(size => size is not null),
            PixelSizeAngstrom = PixelSize(row),
            BoxSize = settings.BoxSize ?? known.Select(one => one.BoxSize).FirstOrDefault(size => size is not null),
        };
    }

    private static JoinedPicker Joined(
        string name, int picker, IReadOnlyList<Particle>[][] picks, PickerReliability reliability) => new(
            name,
            picks.Sum(row => row[picker].Count),
            picks.Count(row => row[picker].Count > 0),
            reliability.MeanPrecision,
            reliability.Recall);

    private static (IReadOnlyList<string> Pickers, int Particles)[] Agreement(
        IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<ConsensusPick>> joined) =>
    [
        .. joined.SelectMany(row => row)
            .GroupBy(pick => string.Concat(pick.Scores.Select(score => score is null ? '-' : '+')))
            .OrderByDescending(group => group.First().Votes)
            .ThenByDescending(group => group.Key, StringComparer.Ordinal)
            .Select(group => ((IReadOnlyList<string>)
                [.. names.Where((_, picker) => group.Key[picker] == '+')], group.Count())),
    ];

    private static Dictionary<string, object?> Record(
        IReadOnlyList<string> pickers, ConsensusSettings settings, ConsensusReport report) => new()
        {
            ["Run"] = settings,
            ["Sources"] = pickers,
            ["Pickers"] = report.Pickers,
            ["Agreement"] = report.Agreement.Select(one => $"{string.Join(" + ", one.Pickers)}: {one.Particles}"),
            ["Micrographs"] = report.Micrographs,
            ["Picks"] = report.Picks,
            ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
        };
}
