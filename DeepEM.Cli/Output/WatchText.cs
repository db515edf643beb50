using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Watch;

namespace DeepEM.Cli.Output;

/// <summary>What a watcher did, in a few lines for people.</summary>
internal static class WatchText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="job">The job.</param>
    /// <param name="report">What it did.</param>
    public static void Write(TextWriter output, WatchJob job, WatchReport report)
    {
        PickingReport picking = report.Picking;
        output.WriteLine($"Stopped: {report.Reason}");
        output.WriteLine(FormattableString.Invariant(
            $"{Counted.Of(picking.Picks, "particle")} on {Counted.Of(picking.Picked, "micrograph")} at threshold ")
            + FormattableString.Invariant($"{picking.Threshold:F3} ({picking.Device})"));
        if (report.Unfinished > 0)
        {
            output.WriteLine($"{Counted.Of(report.Unfinished, "complete file")} left for the next start");
        }

        if (report.Waiting > 0)
        {
            output.WriteLine($"{Counted.Of(report.Waiting, "file")} not complete");
        }

        output.WriteLine($"Wrote {job.Settings.OutputFolder}, autopick.star and summary.html first");
    }

    /// <summary>Says of a watcher that was asked to end how it goes on.</summary>
    /// <param name="job">The job.</param>
    public static string Interrupted(WatchJob job) =>
        $"stopped; {job.Settings.OutputFolder} has all that is picked, and re-running the command goes on";
}
