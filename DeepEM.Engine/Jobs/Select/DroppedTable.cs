using System.Globalization;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Select;

/// <summary><c>dropped.csv</c>: a line for every verified pick that is not kept, and why.</summary>
internal static class DroppedTable
{
    /// <summary>Its name in the output folder.</summary>
    public const string FileName = "dropped.csv";

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What the picks belong to.</param>
    /// <param name="reasons">For each pick why it is dropped; null for those that stay.</param>
    public static void Write(TextWriter writer, VerificationResult result, IReadOnlyList<string?> reasons)
    {
        writer.Write("micrograph,x,y,probability,class,reason\n");
        foreach ((VerifiedPick pick, string? reason) in result.Picks.Zip(reasons))
        {
            if (reason is not null)
            {
                string name = DelimitedLine.Field(result.Micrographs[pick.Micrograph].Name);
                string number = pick.Class.ToString(CultureInfo.InvariantCulture);
                writer.Write(
                    $"{name},{StarWriter.Number(pick.Particle.X)},{StarWriter.Number(pick.Particle.Y)},"
                    + $"{StarWriter.Number(pick.Probability)},{number},{reason}\n");
            }
        }
    }
}
