using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem merge</c>: makes one picking of its shards.</summary>
internal sealed class MergeCommand
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "The folder of the picks, --out of the shards",
    };

    private readonly Option<int> _threads = CommonOptions.Threads();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        MergeCommand merge = new();
        Command command = new("merge", "Makes one picking of shards that were picked apart.")
        {
            merge._folder,
            merge._threads,
        };
        command.WithDetails("Writes what deepem pick writes at its end: autopick.star, picks.csv, thresholds.csv, the "
            + "pictures and settings.json, with the bytes of a picking without shards. Micrographs that no shard has "
            + "finished are named, missing.txt lists them, and the exit code is 3. Can be run again at any time.");
        command.SetRun(merge.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        int threads = result.GetRequiredValue(_threads);
        MergeJob job = new(result.GetRequiredValue(_folder)) { Threads = threads };
        PickingReport report = CommandAction.RunJob(result, threads, job.Run, token);
        RunLog log = LogOption.Of(result);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        MergeText.Write(result.InvocationConfiguration.Output, job, report);
        return report.Left == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
