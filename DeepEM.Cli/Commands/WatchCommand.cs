using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Watch;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem watch</c>: picks micrographs as they come.</summary>
internal sealed class WatchCommand
{
    private readonly Argument<string> _place = CommonOptions.WatchedPlace();

    private readonly ModelOptions _model = new();

    private readonly Option<string> _out = PathOption.Required(
        "--out", "DIR", "Output folder, created if needed; a second run resumes there")
        .WithDetails(
            "Written are the files of deepem pick, kept up to date, and summary.html for a browser, summary.json, "
            + "metrics.prom for Prometheus, and events.jsonl with a line for everything that happens. A file STOP in "
            + "the folder ends the watcher.");

    private readonly WatchOptions _watch = new();

    private readonly PickOptions _options = new(isWatch: true);

    private readonly ComputeOptions _compute = new(takesSeveral: true);

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        WatchCommand watch = new();
        Command command = new("watch", "Picks micrographs as they come to a folder or a list.")
        {
            watch._place,
        };
        watch._model.AddTo(command);
        command.Options.Add(watch._out);
        watch._watch.AddTo(command);
        watch._options.AddTo(command);
        command.Options.Add(watch._compute.Device);
        command.Options.Add(watch._compute.Threads);
        command.SetRun(watch.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        _model.RequireOne(result);
        WatchJob job = new(
            result.GetRequiredValue(_place),
            _options.Of(result, result.GetRequiredValue(_out)),
            _watch.Of(result))
        {
            ModelPath = _model.PathOf(result),
            DiameterAngstrom = _model.DiameterOf(result),
            Device = result.GetRequiredValue(_compute.Device),
            Threads = _compute.ThreadsOf(result),
        };
        WatchReport report = CommandAction.RunJob(result, job.Threads, job.Run, token);
        WatchText.Write(result.InvocationConfiguration.Output, job, report);
        if (token.IsCancellationRequested)
        {
            throw new InterruptedException(WatchText.Interrupted(job));
        }

        return report.Picking.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
