using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>fdr.csv</c>: noise among the picks by threshold, lowest first; no lines where noise was not seen.
/// </summary>
internal static class NoiseRateTable
{
    private static readonly string[] _columns =
    [
        "threshold", "picks", "decoys", "fdr", "low", "high", "q", "expected_precision", "pass", "anchor",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What the rates belong to.</param>
    public static void Write(TextWriter writer, VerificationResult result)
    {
        writer.Write(string.Join(',', _columns) + "\n");
        foreach (NoiseRatePoint point in result.NoiseRates)
        {
            string[] fields =
            [
                CsvTable.Number(point.Threshold),
                CsvTable.Number(point.Picks),
                CsvTable.Number(point.Decoys),
                CsvTable.Number(point.Rate),
                CsvTable.Number(point.Low),
                CsvTable.Number(point.High),
                CsvTable.Number(point.Q),
                CsvTable.Number(1 - point.ByProbabilities),
                CsvTable.Number(result.NoisePass),
                CsvTable.Number(result.NoiseAnchor),
            ];
            writer.Write(string.Join(',', fields) + "\n");
        }
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">The table.</param>
    /// <param name="pass">Receives which pass of decoys stands; 0 where noise was not seen.</param>
    /// <param name="anchor">Receives the anchor; 1 where noise was not seen.</param>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public static IReadOnlyList<NoiseRatePoint> Read(string path, out int pass, out double anchor)
    {
        (int Pass, double Anchor) found = (0, 1);
        IReadOnlyList<NoiseRatePoint> rates = CsvTable.Read(path, _columns, row =>
        {
            found = (row.Whole("pass", 0), row.Number("anchor"));
            return new NoiseRatePoint(
                row.Number("threshold"),
                row.Whole("picks", 0),
                row.Whole("decoys", 0),
                row.Number("fdr"),
                row.NumberOrNull("low") ?? double.NaN,
                row.NumberOrNull("high") ?? double.NaN,
                row.Number("q"),
                1 - (row.NumberOrNull("expected_precision") ?? double.NaN));
        });
        (pass, anchor) = found;
        return rates;
    }
}
