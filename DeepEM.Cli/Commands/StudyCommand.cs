using DeepEM.Engine.Foundation;
using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Study;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem study</c>: how good training gets, over data sets, numbers of labels and seeds.</summary>
internal sealed class StudyCommand
{
    private readonly Argument<string> _plan = new("PLAN.json")
    {
        Description = "The data sets: { \"sets\": [ { name, train, train_picks, train_ignore, test, test_truth, "
            + "test_ignore, diameter (A), pixel_size (A), radius (0.25 of the diameter), general (true: judge the "
            + "general model, too), start (general, none or a model), epochs, rounds } ] }; paths are relative to the "
            + "file. See benchmarks/study.json",
    };

    private readonly Option<string> _out = PathOption.Required(
        "--out",
        "DIR",
        "Folder to write, made if need be: study.csv, a row for each case; study.md and study.png, mean and half "
        + "spread over the seeds; SET/labels-N-seed-S/ with model and picks. Rows that are there from the same plan "
        + "and program are not computed again");

    private readonly Option<IReadOnlyList<int?>> _labels = ListOption.Labels(
        "--labels",
        "Numbers of picks to train on, drawn by the seed; what a set has not got is left out",
        [25, 50, 100, 200, null]);

    private readonly Option<IReadOnlyList<long>> _seeds =
        ListOption.Seeds("--seeds", "Seeds of the trainings", [1, 2, 3]);

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
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        RunLog log = LogOption.Of(result);
        string folder = result.GetRequiredValue(_out);
        StudyPlan plan = StudyPlan.Read(result.GetRequiredValue(_plan));
        OutputFile.RequireFolder(folder);
        var settings = new StudySettings(result.GetRequiredValue(_labels), result.GetRequiredValue(_seeds));
        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        StudyReport report;
        try
        {
            report = log.Show(progress => StudyRun.Run(backend, plan, folder, settings, progress, token));
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"interrupted; {StudyRun.TablePath(folder)} keeps what is finished: to go on, give the same command");
        }

        RunRecord.Of(CommandAction.ArgumentsOf(result), backend.DeviceName, Record(plan, settings, report, threads))
            .Write(Path.Combine(folder, RunRecord.FileName));
        Describe(output, log, report, folder);
        return report.Failures.Count == 0
            ? ExitCode.Success
            : report.Rows.Count == 0 ? ExitCode.Failure : ExitCode.PartialFailure;
    }

    private static Dictionary<string, object?> Record(
        StudyPlan plan, StudySettings settings, StudyReport report, int threads) => new()
        {
            ["Sets"] = plan.Sets,
            ["Labels"] = settings.Labels,
            ["Seeds"] = settings.Seeds,
            ["Threads"] = threads,
            ["Rows"] = report.Rows.Count,
            ["Skipped"] = report.Skipped,
            ["Failures"] = report.Failures,
        };

    private static void Describe(TextWriter output, RunLog log, StudyReport report, string folder)
    {
        log.Write(report.Warnings);
        log.Write(report.Failures);
        if (report.Rows.Count == 0)
        {
            return;
        }

        output.Write(StudyOutputs.Text(report.Rows));
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Rows.Count} cases, {report.Skipped} of them from an earlier run, {report.Failures.Count} "
            + $"failed"));
        output.WriteLine(
            $"Wrote {StudyRun.TablePath(folder)}, {StudyOutputs.TextPath(folder)}, {StudyOutputs.PicturePath(folder)}");
    }
}
