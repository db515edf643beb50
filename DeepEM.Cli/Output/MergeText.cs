using System.Globalization;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;

namespace DeepEM.Cli.Output;

/// <summary>What a merge gave, in a few lines for people.</summary>
internal static class MergeText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="job">The merge.</param>
    /// <param name="report">What it gave.</param>
    public static void Write(TextWriter output, MergeJob job, PickingReport report)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Merged {Counted.Of(report.Picks, "particle")} on {report.Picked} of "
            + $"{Counted.Of(report.Named, "micrograph")} at threshold {report.Threshold:F3}"));
        output.WriteLine($"Wrote {Path.Combine(job.Folder, report.Written[0])}");
        output.WriteLine($"Also in {job.Folder}: {string.Join(", ", report.Written.Skip(1))}");
        if (report.Left > 0)
        {
            output.WriteLine(
                $"{Counted.Of(report.Left, "micrograph")} missing; run the shards again, or pick "
                + $"@{Path.Combine(job.Folder, MergeJob.MissingFile)}");
        }
    }
}
