using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>classes.csv</c>: a line for each class, by number; no lines where there are no classes.</summary>
internal static class VerifiedClassTable
{
    private static readonly string[] _columns =
    [
        "class", "count", "share", "probability", "held_out_evidence", "structure", "resolution", "rotation_accuracy",
        "translation_accuracy", "looks_empty", "selected",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="classes">The classes.</param>
    public static void Write(TextWriter writer, IReadOnlyList<VerifiedClass> classes)
    {
        IReadOnlySet<int> good = GoodClasses.Of(classes);
        writer.Write(string.Join(',', _columns) + "\n");
        foreach (VerifiedClass one in classes)
        {
            string[] fields =
            [
                CsvTable.Number(one.Number),
                CsvTable.Number(one.Count),
                CsvTable.Number(one.Share),
                CsvTable.Number(one.Probability),
                CsvTable.Number(one.HeldOutEvidence),
                CsvTable.Number(one.Structure),
                CsvTable.Number(one.ResolutionAngstrom),
                CsvTable.Number(one.RotationAccuracyDegrees),
                CsvTable.Number(one.TranslationAccuracyAngstrom),
                CsvTable.Flag(one.LooksEmpty),
                CsvTable.Flag(good.Contains(one.Number)),
            ];
            writer.Write(string.Join(',', fields) + "\n");
        }
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">The table.</param>
    /// <returns>The classes, without their averages.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or its numbers are not 1, 2, 3, ...</exception>
    public static IReadOnlyList<VerifiedClass> Read(string path)
    {
        int next = 1;
        return CsvTable.Read(path, _columns, row => row.Whole("class", 1) == next
            ? Parse(row, next++)
            : throw row.Invalid("class", $"found '{row.Text("class")}', expected {next}"));
    }

    private static VerifiedClass Parse(CsvRow row, int number) => new(number, [], row.Whole("count", 0))
    {
        Share = row.NumberOrUnknown("share"),
        Probability = row.NumberOrUnknown("probability"),
        HeldOutEvidence = row.NumberOrUnknown("held_out_evidence"),
        Structure = row.NumberOrUnknown("structure"),
        ResolutionAngstrom = row.NumberOrUnknown("resolution"),
        RotationAccuracyDegrees = row.NumberOrUnknown("rotation_accuracy"),
        TranslationAccuracyAngstrom = row.NumberOrUnknown("translation_accuracy"),
        LooksEmpty = row.Whole("looks_empty", 0) > 0,
    };
}
