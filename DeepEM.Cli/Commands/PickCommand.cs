using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem pick</c>: finds the particles of micrographs with a trained model.</summary>
internal sealed class PickCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly ModelOptions _model = new();

    private readonly Option<string> _out = PathOption.Required(
        "--out", "DIR", "Output folder, created if needed; a second run resumes there")
        .WithDetails(
            "Written are autopick.star, NAME_autopick.star per micrograph, NAME_all.star with everything that scores "
            + "above 0.01 (deepem select chooses among it), picks.csv with a line per micrograph, pictures/, "
            + "overview.png, thresholds.png, settings.json, and thresholds.csv: for each threshold the number of "
            + "picks and the expected precision, recall and F1 (estimated from the scores; deepem evaluate measures "
            + "them with labels; recall is of what scores above 0.01). Micrographs that an earlier run finished with "
            + "the same model, settings and files are skipped; finished/ keeps which these are.");

    private readonly PickOptions _options = new();

    private readonly RelionPickOptions _relion = new();

    private readonly ComputeOptions _compute = new(takesSeveral: true);

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create() => new PickCommand().Command();

    /// <summary>The part that is picked.</summary>
    public Option<PickingShard?> Shard => _options.Shard;

    /// <summary>Threads of the CPU.</summary>
    public Option<int> Threads => _compute.Threads;

    /// <summary>Where to compute.</summary>
    public Option<string> Device => _compute.Device;

    /// <summary>The folder of the outputs.</summary>
    public Option<string> Out => _out;

    /// <summary>The micrographs.</summary>
    public Argument<string[]> Micrographs => _micrographs;

    /// <summary>The command with all its options.</summary>
    public Command Command()
    {
        Command command = new("pick", "Picks particles with a trained model or the general one.")
        {
            _micrographs,
        };
        _model.AddTo(command);
        command.Options.Add(_out);
        _options.AddTo(command);
        _relion.AddTo(command);
        command.Options.Add(_compute.Device);
        command.Options.Add(_compute.Threads);
        command.SetRun(Run);
        return command;
    }

    /// <summary>The picking that was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="micrographs">The micrographs.</param>
    public PickingJob Job(ParseResult result, IReadOnlyList<MicrographSource> micrographs) => _model.Apply(
        result,
        new PickingJob(
            _relion.Sequence(result, micrographs),
            _relion.Apply(result, _options.Of(result, result.GetRequiredValue(_out)))))
        with
    {
        Device = result.GetRequiredValue(_compute.Device),
        Threads = _compute.ThreadsOf(result),
    };

    /// <summary>Refuses options that exclude each other.</summary>
    /// <param name="result">The command line.</param>
    public void Check(ParseResult result) => _model.RequireOne(result);

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        Check(result);
        string[] named = result.GetRequiredValue(_micrographs);
        using var input = StandardInput.Of(token);
        PickingJob job = Job(result, NamedMicrographs.Of(result, named, input)) with
        {
            Inputs = [.. named.Select(name => name.TrimStart('@'))],
        };
        RunLog log = LogOption.Of(result);
        PickingReport report = CommandAction.RunJob(result, job.Threads, job.Run, token);
        log.Write(report.Warnings.Except(report.Early));
        log.Write(report.Failures);
        PickingText.Write(result.InvocationConfiguration.Output, job, report, _options.Overwrite.Name);
        if (report.Left > 0)
        {
            throw new InterruptedException(PickingText.Interrupted(job, report, _options.Overwrite.Name));
        }

        log.Write(_relion.Finish(result, job.Settings.OutputFolder, named));
        return report.Failures.Count == 0 ? ExitCode.Success
            : report.Picked == 0 ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }
}
