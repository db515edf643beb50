using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>guard.csv</c>: one line that says whether the class averages can be trusted; none where nobody could tell.
/// </summary>
internal static class GuardTable
{
    private static readonly string[] _columns =
    [
        "verdict", "structure", "structure_low", "evidence", "round_evidence", "noise_structure", "noise_evidence",
    ];

    private static readonly (string Word, AverageVerdict Verdict)[] _verdicts =
    [
        ("too-few", AverageVerdict.TooFew), ("particles", AverageVerdict.Particles),
        ("featureless", AverageVerdict.Featureless), ("noise", AverageVerdict.Noise),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="guard">What was found; null for a table without a line.</param>
    public static void Write(TextWriter writer, AverageGuard? guard)
    {
        writer.Write(string.Join(',', _columns) + "\n");
        if (guard is null)
        {
            return;
        }

        string[] fields =
        [
            _verdicts.Single(one => one.Verdict == guard.Verdict).Word,
            CsvTable.Number(guard.Structure),
            CsvTable.Number(guard.StructureLow),
            CsvTable.Number(guard.Evidence),
            CsvTable.Number(guard.RoundEvidence),
            CsvTable.Number(guard.NoiseStructure),
            CsvTable.Number(guard.NoiseEvidence),
        ];
        writer.Write(string.Join(',', fields) + "\n");
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">The table.</param>
    /// <returns>What was found, or null.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or has more than one line.</exception>
    public static AverageGuard? Read(string path)
    {
        IReadOnlyList<AverageGuard> lines = CsvTable.Read(path, _columns, Parse);
        return lines.Count switch
        {
            0 => null,
            1 => lines[0],
            _ => throw new InvalidFileException(path, $"has {lines.Count} lines, expected one"),
        };
    }

    private static AverageGuard Parse(CsvRow row)
    {
        string word = row.Text("verdict");
        int known = Array.FindIndex(_verdicts, one => one.Word == word);
        return known < 0
            ? throw row.Invalid(
                "verdict", $"found '{word}', expected one of {string.Join(", ", _verdicts.Select(one => one.Word))}")
            : new AverageGuard(
                _verdicts[known].Verdict,
                row.NumberOrUnknown("structure"),
                row.NumberOrUnknown("structure_low"),
                row.NumberOrUnknown("evidence"),
                row.NumberOrUnknown("round_evidence"),
                row.NumberOrUnknown("noise_structure"),
                row.NumberOrUnknown("noise_evidence"));
    }
}
