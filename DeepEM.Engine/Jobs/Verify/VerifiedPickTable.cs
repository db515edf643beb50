using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>verification.csv</c>: what RELION has no label for, a line for each row of <c>verification.star</c>, in
/// its order.</summary>
internal static class VerifiedPickTable
{
    private static readonly string[] _columns =
    [
        "micrograph", "x", "y", "score", "probability", "class", "log_evidence", "held_out_evidence", "logit", "half",
        "significant_poses", "reasons",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What the picks belong to.</param>
    /// <param name="picks">The picks, all numbers finite.</param>
    public static void Write(TextWriter writer, VerificationResult result, IEnumerable<VerifiedPick> picks)
    {
        writer.Write(string.Join(',', _columns) + "\n");
        foreach (VerifiedPick pick in picks)
        {
            string[] fields =
            [
                DelimitedLine.Field(result.Micrographs[pick.Micrograph].Name),
                CsvTable.Number(pick.Particle.X),
                CsvTable.Number(pick.Particle.Y),
                CsvTable.Number(pick.Particle.FigureOfMerit),
                CsvTable.Number(pick.Probability),
                CsvTable.Number(pick.Class),
                CsvTable.Number(pick.LogEvidence),
                CsvTable.Number(pick.HeldOutEvidence),
                CsvTable.Number(pick.Logit),
                CsvTable.Number(pick.Half),
                CsvTable.Number(pick.SignificantPoses),
                OutlierWords.Of(pick.Reasons),
            ];
            writer.Write(string.Join(',', fields) + "\n");
        }
    }

    /// <summary>Adds to picks what the table says of them.</summary>
    /// <param name="path">The table.</param>
    /// <param name="picks">The picks, in the order of its lines.</param>
    /// <param name="micrographs">Their micrographs.</param>
    /// <exception cref="InvalidFileException">A line is wrong, or is not that of its pick.</exception>
    public static IReadOnlyList<VerifiedPick> Complete(
        string path, IReadOnlyList<VerifiedPick> picks, IReadOnlyList<VerifiedMicrograph> micrographs)
    {
        int next = 0;
        IReadOnlyList<VerifiedPick> complete = CsvTable.Read(path, _columns, row => next < picks.Count
            ? Complete(row, picks[next], micrographs[picks[next++].Micrograph].Name)
            : throw row.Invalid("micrograph", $"found a line more than {VerificationFiles.PicksName} has picks"));
        return complete.Count == picks.Count ? complete : throw new InvalidFileException(
            path, $"has {complete.Count} lines, expected one for each of the {picks.Count} picks of "
            + VerificationFiles.PicksName);
    }

    private static VerifiedPick Complete(CsvRow row, VerifiedPick pick, string micrograph)
    {
        bool isSame = row.Text("micrograph") == micrograph
            && row.Number("x") == pick.Particle.X && row.Number("y") == pick.Particle.Y;
        return !isSame
            ? throw row.Invalid("x", $"found another pick than {VerificationFiles.PicksName} has in this row")
            : pick with
            {
                Logit = row.NumberOrNull("logit"),
                HeldOutEvidence = row.Number("held_out_evidence"),
                SignificantPoses = row.Number("significant_poses"),
                Reasons = Reasons(row),
            };
    }

    private static OutlierReasons Reasons(CsvRow row)
    {
        OutlierReasons reasons = OutlierReasons.None;
        foreach (string word in row.Text("reasons").Split(
            OutlierWords.Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            reasons |= OutlierWords.Find(word)
                ?? throw row.Invalid("reasons", $"found '{word}', expected words such as unexplained or crowded");
        }

        return reasons;
    }
}
