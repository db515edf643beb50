using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Study;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem study</c>: how good training gets, over data sets, numbers of labels and seeds.</summary>
internal sealed class StudyCommand
{
    private readonly Argument<string> _plan = new Argument<string>("PLAN.json")
    {
        Description = "The data sets, see benchmarks/study.json",
    }.WithDetails("{ \"sets\": [ { name, train, train_picks, train_ignore, test, test_truth, test_ignore, diameter "
        + "(A), pixel_size (A), radius (0.25 of the diameter), general (true: test the general model, too), start "
        + "(general, none or a model), epochs, rounds } ] }. Paths are relative to the file.");

    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails("study.csv has a row for each case; study.md and study.png show mean and half spread over the "
            + "seeds; SET/labels-N-seed-S/ has model and picks; settings.json the settings. Rows that are there from "
            + "the same plan and program are not computed again.");

    private readonly Option<IReadOnlyList<int?>> _labels = ListOption.Labels(
        "--labels", "Numbers of picks to train on", [25, 50, 100, 200, null])
        .WithDetails("They are drawn by the seed; numbers larger than a set are skipped.");

    private readonly Option<IReadOnlyList<long>> _seeds =
        ListOption.Seeds("--seeds", "Random seeds of the trainings", [1, 2, 3]);

    private readonly ComputeOptions _compute = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        StudyCommand options = new();
        Command command = new("study", "Trains with few and many labels and several seeds, and compares.")
        {
            options._plan,
            options._out,
            options._labels,
            options._seeds,
            options._compute.Device,
            options._compute.Threads,
        };
        command.WithDetails("Each model is tested on separate micrographs.");
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetRequiredValue(_out);
        StudyPlan plan = StudyPlan.Read(result.GetRequiredValue(_plan));
        OutputFile.RequireFolder(folder);
        var settings = new StudySettings(result.GetRequiredValue(_labels), result.GetRequiredValue(_seeds));
        using IComputeBackend backend = _compute.Open(result);
        StudyReport report;
        try
        {
            report = CommandAction.RunJob(
                result,
                _compute.ThreadsOf(result),
                context => StudyRun.Run(backend, plan, folder, settings, context),
                token);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"interrupted; {StudyRun.TablePath(folder)} keeps what is finished: run the same command to continue");
        }

        LogOption.Of(result).Write(report.Warnings);
        LogOption.Of(result).Write(report.Failures);
        StudyText.Write(report, folder, result.InvocationConfiguration.Output);
        return report.Failures.Count == 0 ? ExitCode.Success
            : report.Rows.Count == 0 ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }
}
