using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>The folder of a verification, read back.</summary>
/// <remarks>What no file has stays as <see cref="VerificationResult"/> begins: the logits of the diagnostic and the
/// times are in the report only. Coordinates are the picker's; origins are not taken off.</remarks>
public sealed class VerificationFolder
{
    private VerificationFolder(string path, VerificationResult result, ParticleTable table) =>
        (Path, Result, Table) = (path, result, table);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What was found.</summary>
    public VerificationResult Result { get; }

    /// <summary>The table of the picks with all its columns; row n is pick n.</summary>
    public ParticleTable Table { get; }

    /// <summary>Whether a path is the folder of a verification, or the table of picks in it.</summary>
    /// <param name="path">Any path.</param>
    public static bool IsOne(string path) => VerificationFiles.FolderOf(path) is not null;

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder, or the table of picks in it.</param>
    /// <exception cref="InvalidFileException">It is no verification, or a file of it is missing or wrong.</exception>
    public static VerificationFolder Read(string path)
    {
        string folder = VerificationFiles.FolderOf(path) ?? throw new InvalidFileException(
            path, $"has no {VerificationFiles.PicksName}, expected a verification");
        VerificationFiles files = new(folder);
        IReadOnlyList<VerifiedMicrograph> micrographs =
            VerifiedMicrographTable.Read(files.MicrographTable, out double diameter);
        IReadOnlyList<NoiseRatePoint> rates = NoiseRateTable.Read(files.NoiseTable, out int pass, out double anchor);
        IReadOnlyList<VerifiedClass> classes = VerifiedClassTable.Read(files.ClassTable);
        var table = ParticleTable.Read(files.Picks);
        VerificationResult result = new()
        {
            DiameterAngstrom = diameter,
            Micrographs = micrographs,
            Picks = VerifiedPickTable.Complete(
                files.PickTable, Picks(table, micrographs, classes.Count), micrographs),
            NoiseRates = rates,
            NoisePass = pass,
            NoiseAnchor = anchor,
            Guard = GuardTable.Read(files.GuardTable),
        };
        return new VerificationFolder(folder, WithClasses(result, classes, files), table);
    }

    /// <summary>The picks as other jobs take them, with the picker's own scores, micrograph by micrograph.</summary>
    public IReadOnlyList<MicrographPicks> Picks() => Picks(Result.Picks.Select((pick, row) =>
        (pick.Micrograph, pick.Particle with { Row = row })));

    /// <summary>Some of the picks as other jobs take them; every micrograph is there.</summary>
    /// <param name="chosen">Number of the micrograph and place of each, with its row in <see cref="Table"/>.</param>
    internal IReadOnlyList<MicrographPicks> Picks(IEnumerable<(int Micrograph, Particle Particle)> chosen)
    {
        ILookup<int, Particle> byMicrograph = chosen.ToLookup(one => one.Micrograph, one => one.Particle);
        string source = new VerificationFiles(Path).Picks;
        return
        [
            .. Result.Micrographs.Select((micrograph, m) =>
                new MicrographPicks(micrograph.Name, source, [.. byMicrograph[m]])
                {
                    Size = micrograph.Size,
                    PixelSizeAngstrom = micrograph.PixelSizeAngstrom,
                    Table = Table,
                }),
        ];
    }

    private static VerifiedPick[] Picks(
        ParticleTable table, IReadOnlyList<VerifiedMicrograph> micrographs, int classes)
    {
        Dictionary<string, int> byName = new(StringComparer.Ordinal);
        foreach (VerifiedMicrograph micrograph in micrographs)
        {
            byName.Add(micrograph.Name, byName.Count);
        }

        StarRows rows = table.Particles;
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => Pick(rows, row, byName, classes))];
    }

    private static VerifiedPick Pick(StarRows rows, int row, Dictionary<string, int> byName, int classes)
    {
        string name = rows.Text(row, RelionLabels.MicrographName);
        int number = rows.WholeNumber(row, VerifiedPickStar.Class);
        if (number < 0 || number > classes)
        {
            throw rows.Invalid(row, VerifiedPickStar.Class, string.Create(
                CultureInfo.InvariantCulture, $"found class {number}, expected 0 to {classes}"));
        }

        return !byName.TryGetValue(name, out int micrograph)
            ? throw rows.Invalid(
                row,
                RelionLabels.MicrographName,
                $"found {name}, which {VerificationFiles.MicrographTableName} does not list")
            : new VerifiedPick(
                micrograph,
                new Particle(
                    rows.Number(row, RelionLabels.CoordinateX),
                    rows.Number(row, RelionLabels.CoordinateY),
                    rows.Number(row, RelionLabels.FigureOfMerit))
                {
                    Row = row,
                })
            {
                Probability = rows.Number(row, VerifiedPickStar.Probability),
                Class = number,
                RotationDegrees = rows.Number(row, VerifiedPickStar.Rotation),
                OriginXAngstrom = rows.Number(row, RelionLabels.OriginXAngstrom),
                OriginYAngstrom = rows.Number(row, RelionLabels.OriginYAngstrom),
                LogEvidence = rows.Number(row, VerifiedPickStar.LogEvidence),
                BestPosterior = rows.Number(row, VerifiedPickStar.BestPosterior),
                Half = rows.WholeNumber(row, VerifiedPickStar.Half),
            };
    }

    private static VerificationResult WithClasses(
        VerificationResult result, IReadOnlyList<VerifiedClass> classes, VerificationFiles files)
    {
        if (classes.Count == 0)
        {
            return result;
        }

        MicrographHeader header = MicrographReader.ReadHeader(files.Averages, Section(0));
        if (header.Sections != classes.Count)
        {
            throw new InvalidFileException(files.Averages, string.Create(
                CultureInfo.InvariantCulture,
                $"has {header.Sections} sections, expected the {classes.Count} classes of "
                + $"{VerificationFiles.ClassTableName}"));
        }

        // The header of the stack has single precision only.
        StarFile model = StarReader.Read(files.Model);
        double pixelSize = model.Require("_rlnPixelSize").Number(0, "_rlnPixelSize");
        StarTable optimiser = StarReader.Read(files.Optimiser).Require("_rlnParticleDiameter");
        double mask = optimiser.Number(0, "_rlnParticleDiameter") / 2;
        return result with
        {
            Classes =
            [
                .. classes.Select((one, i) => one with
                {
                    Average = Average(files.Averages, i),
                    SignalToNoise = SignalToNoise(model, one.Number),
                }),
            ],
            NoiseClasses = NoiseAverages(files.NoiseAverages),
            ClassSide = header.Width,
            ClassPixelSizeAngstrom = pixelSize,
            ClassMaskRadius = pixelSize > 0 ? mask / pixelSize : 0,
        };
    }

    private static double[] SignalToNoise(StarFile model, int number) =>
        model.Find(RelionClassStar.RingsOf(number)) is not { } rings ? [] :
        [
            .. Enumerable.Range(0, rings.RowCount).Select(ring => rings.Number(ring, RelionClassStar.SignalToNoise)),
        ];

    private static VerifiedClass[] NoiseAverages(string path) => !File.Exists(path) ? [] :
    [
        .. Enumerable.Range(0, MicrographReader.ReadHeader(path, Section(0)).Sections)
            .Select(section => new VerifiedClass(section + 1, Average(path, section), 0)),
    ];

    private static float[] Average(string path, int section) => MicrographReader.Read(path, Section(section)).Pixels;

    private static MicrographReading Section(int section) => new() { Slice = section };
}
