using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Relion;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem train</c>: makes a model from micrographs and picks.</summary>
internal sealed class TrainCommand
{
    private readonly Option<string> _out = PathOption.Required("--out", "MODEL", "Model file to write")
        .WithDetails("Beside it go MODEL.curve.csv, MODEL.curve.png, MODEL.thresholds.csv and MODEL.settings.json, and "
            + "MODEL.checkpoint until the training has ended.");

    private readonly ReadingOptions _reading = new();
    private readonly TrainingFileOptions _files = new();
    private readonly TrainingOptions _training;
    private readonly CheckpointOptions _checkpoint = new();
    private readonly Option<bool> _relionJob = RelionJobOption.Create("the folder of --out is its folder");
    private readonly ComputeOptions _compute = new();

    private TrainCommand() => _training = new TrainingOptions(_reading);

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        TrainCommand options = new();
        Command command = new("train", "Trains a model on micrographs, with manual picks or without any.")
        {
            options._files.Micrographs,
            options._files.Picks,
            options._training.Diameter,
            options._out,
            options._training.Others,
            options._files.Others,
            options._checkpoint.All,
            options._reading.Slice,
            options._reading.Rows,
            options._relionJob,
            options._compute.Device,
            options._compute.Threads,
        };
        command.Validators.Add(options._checkpoint.Check);
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string model = result.GetRequiredValue(_out);
        using var input = StandardInput.Of(token);
        IReadOnlyList<MicrographSource> micrographs =
            NamedMicrographs.Of(result, result.GetRequiredValue(_files.Micrographs), input);
        if (_files.WithoutPicks(result, micrographs) is { } unlabelled)
        {
            return RunWithoutLabels(result, unlabelled, model, token);
        }

        var job = TrainingJob.Prepare(
            _files.Of(result, micrographs), model, _training.Of(result), _checkpoint.Of(result));
        LogOption.Of(result).Write(job.Notices);
        using IComputeBackend backend = _compute.Open(result);
        TrainingJobReport report;
        try
        {
            report = CommandAction.RunJob(
                result, _compute.ThreadsOf(result), context => job.Run(backend, context), token);
        }
        catch (OperationCanceledException) when (File.Exists(TrainingOutputs.Checkpoint(model)))
        {
            throw new InterruptedException(
                $"interrupted; {TrainingOutputs.Checkpoint(model)} holds the training: run the same command with "
                + $"{_checkpoint.ResumeName} to continue it");
        }

        LogOption.Of(result).Write(report.Training.Warnings);
        LogOption.Of(result).Write(report.Training.Failures);
        TrainingText.Write(report, result.InvocationConfiguration.Output);
        FinishJob(result, model);
        return report.Training.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }

    private ExitCode RunWithoutLabels(
        ParseResult result, LabelFreeFiles files, string model, CancellationToken token)
    {
        _training.RequireNoPicks(result);
        _checkpoint.RequireNoResume(result, _files.Picks.Name);
        LabelFreeJob job = LabelFreeJob.Prepare(files, model, _training.Of(result), _checkpoint.Replaces(result));
        job = _training.RoundsOf(result) is { } rounds ? job.With(rounds) : job;
        using IComputeBackend backend = _compute.Open(result);
        LabelFreeReport report = CommandAction.RunJob(
            result, _compute.ThreadsOf(result), context => job.Run(backend, context), token);
        LogOption.Of(result).Write(report.Warnings);
        LogOption.Of(result).Write(report.Failures);
        LabelFreeText.Write(report, result.InvocationConfiguration.Output);
        FinishJob(result, model);
        return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }

    private void FinishJob(ParseResult result, string model)
    {
        if (result.GetValue(_relionJob) && Path.GetDirectoryName(model) is { Length: > 0 } folder
            && new RelionJobFolder(folder).FinishTraining(Path.GetFileName(model)) is { } notice)
        {
            LogOption.Of(result).Write([notice]);
        }
    }
}
