using System.Globalization;
using DeepEM.Engine.Jobs.Pick;

namespace DeepEM.Cli.Output;

/// <summary>What a picking gave, in a few lines for people.</summary>
internal static class PickingText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="job">The job.</param>
    /// <param name="report">What it gave.</param>
    /// <param name="overwrite">The option that picks finished micrographs again.</param>
    public static void Write(TextWriter output, PickingJob job, PickingReport report, string overwrite)
    {
        string each = report.Picked > 1 ? string.Create(
            CultureInfo.InvariantCulture, $" ({(double)report.Picks / report.Picked:F0} each)") : string.Empty;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Picked {Number(report.Picks, "particle")} on {Number(report.Picked, "micrograph")}{each} at threshold "
            + $"{report.Threshold:F3} in {report.Elapsed.TotalSeconds:F1} s ({report.Device})"));
        if (report.Skipped > 0)
        {
            output.WriteLine(
                $"Skipped {Number(report.Skipped, "micrograph")} that an earlier run finished ({overwrite} picks "
                + $"{(report.Skipped == 1 ? "it" : "them")} again)");
        }

        if (job.Settings.Shard is { } shard)
        {
            output.WriteLine($"This is shard {shard}: when all have ended, 'deepem merge "
                + $"{ShellWord.Of(job.Settings.OutputFolder)}' writes {Path.GetFileName(job.ListPath)}");
        }
        else if (report.Picked > 0 || report.Left == 0)
        {
            output.WriteLine($"Wrote {job.ListPath}");
            WriteRest(output, job, report);
        }

        if (report.Left == 0 && report.Failures.Count > 0)
        {
            output.WriteLine($"{report.Failures.Count} of {Number(report.Named, "micrograph")} failed");
        }
    }

    private static void WriteRest(TextWriter output, PickingJob job, PickingReport report)
    {
        string folder = job.Settings.OutputFolder;
        IEnumerable<string> each = report.Picked == 0
            ? []
            : job.Settings.WritesBoxes
                ? ["NAME_autopick.star", "NAME_all.star", "NAME.box"]
                : ["NAME_autopick.star", "NAME_all.star"];
        output.WriteLine($"Also in {folder}: {string.Join(", ", each.Concat(report.Written.Skip(1)))}");
        if (report.Picked > 0)
        {
            bool isCalibrated = report.Written.Contains("thresholds.csv");
            string rule = isCalibrated ? "--target-precision 0.9" : "--count 10000";
            output.WriteLine(
                $"Fewer or more picks, at once: deepem select {folder} --out DIR {rule} (or --threshold T"
                + (isCalibrated ? "; thresholds.csv says what each gives)" : ")"));
            output.WriteLine($"RELION: Particle extraction takes {job.ListPath} as input coordinates");
        }
    }

    /// <summary>Says of a picking that was asked to end how far it came and how to resume it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="report">What it gave.</param>
    /// <param name="overwrite">The option that picks finished micrographs again.</param>
    public static string Interrupted(PickingJob job, PickingReport report, string overwrite)
    {
        string listed = report.Picked > 0 && job.Settings.Shard is null
            ? $"; {job.ListPath} lists those that are finished"
            : string.Empty;
        string without = job.Settings.Overwrite ? $" without {overwrite}" : string.Empty;
        return $"interrupted with {report.Left} of {Number(report.Named, "micrograph")} left{listed}; re-running the "
            + $"command{without} resumes";
    }

    private static string Number(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? string.Empty : "s")}");
}
