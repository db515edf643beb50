using System.Globalization;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Verification.Consensus;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary><c>consensus.csv</c>: a line for every particle that any picker has, kept or not.</summary>
internal static class ConsensusTable
{
    /// <summary>Its name in the output folder.</summary>
    public const string FileName = "consensus.csv";

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pickers">Their names: a column of scores each, empty where a picker does not have the particle.
    /// </param>
    /// <param name="rows">Micrograph, particle, and whether it is kept.</param>
    public static void Write(
        TextWriter writer,
        IEnumerable<string> pickers,
        IEnumerable<(string Micrograph, ConsensusPick Pick, bool IsKept)> rows)
    {
        string columns = string.Join(',', pickers.Select(DelimitedLine.Field));
        writer.Write($"micrograph,x,y,probability,votes,kept,{columns}\n");
        foreach ((string micrograph, ConsensusPick pick, bool isKept) in rows)
        {
            IEnumerable<string> scores = pick.Scores.Select(score =>
                score is { } known ? known.ToString("G6", CultureInfo.InvariantCulture) : string.Empty);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{DelimitedLine.Field(micrograph)},{pick.X:F2},{pick.Y:F2},{pick.Probability:F4},{pick.Votes},"
                + $"{(isKept ? 1 : 0)},{string.Join(',', scores)}\n"));
        }
    }
}
