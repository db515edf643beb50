using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>A training from files to files: micrographs and picks in, a model and what belongs to it out.</summary>
/// <remarks>
/// Everything that can be wrong with names, picks and outputs is found by <see cref="Prepare"/>, before a device is
/// opened. The files are those of <see cref="TrainingOutputs.All"/>.
/// </remarks>
public sealed class TrainingJob
{
    private readonly TrainingInput _input;
    private readonly string _modelPath;
    private readonly TrainingRunSettings _settings;
    private readonly TrainingCheckpoint _checkpoint;

    /// <summary>A training of input that is matched already.</summary>
    /// <param name="input">Micrographs with their picks.</param>
    /// <param name="modelPath">The model file; its folder is made when missing.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="checkpoint">Where the training is kept, and perhaps resumed from.</param>
    public TrainingJob(
        TrainingInput input, string modelPath, TrainingRunSettings settings, TrainingCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(checkpoint);
        (_input, _modelPath, _settings, _checkpoint) = (input, modelPath, settings, checkpoint);
        Notices = input.Notices;
    }

    /// <summary>What was odd about the files, and where a training is resumed: known before the work begins.</summary>
    public IReadOnlyList<Notice> Notices { get; private init; }

    /// <summary>Checks the outputs, opens the checkpoint, reads the picks and matches them.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="modelPath">The model file, in a folder that exists.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="policy">How the training is kept on disk; null for the usual.</param>
    /// <returns>The training, ready to run.</returns>
    /// <exception cref="SettingsException">An output is one of the inputs.</exception>
    /// <exception cref="CheckpointThereException">An earlier training was stopped and could be resumed.</exception>
    /// <exception cref="ModelThereException">The model is there, and the training is to begin without replacing it.
    /// </exception>
    /// <exception cref="InvalidFileException">Picks or checkpoint cannot be read.</exception>
    /// <exception cref="TrainingDataException">No micrograph has picks.</exception>
    /// <exception cref="IOException">An output cannot be written.</exception>
    public static TrainingJob Prepare(
        TrainingFiles files, string modelPath, TrainingRunSettings settings, CheckpointPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);

        // All that will be written, or hours of training end at a name that is too long.
        foreach (string path in TrainingOutputs.All(modelPath))
        {
            OutputFile.Require(path, files.All);
        }

        List<Notice> notices = [];
        policy ??= new CheckpointPolicy();
        TrainingCheckpoint checkpoint = policy.Open(TrainingOutputs.Checkpoint(modelPath), notices);
        if (policy.Start == CheckpointStart.Begin && OutputFile.IsThere(modelPath))
        {
            throw new ModelThereException(modelPath);
        }

        TrainingInput input = files.Load(settings.MaskMeaning);
        return new TrainingJob(input, modelPath, settings, checkpoint) { Notices = [.. notices, .. input.Notices] };
    }

    /// <summary>Trains and writes; removes the checkpoint at the end.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What the training gave.</returns>
    /// <exception cref="InvalidFileException">
    /// A micrograph or mask cannot be used, or the checkpoint is that of another training.
    /// </exception>
    /// <exception cref="TrainingDataException">There are too few picks.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; the checkpoint keeps what was done.</exception>
    public TrainingJobReport Run(IComputeBackend backend, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        TrainingReport report = TrainingRun.Run(
            backend, _input.Items, _settings, _checkpoint, context.Progress, context.Cancellation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (TrainingOutputs.Write(_modelPath, report) is { } failure)
        {
            report = report with { Warnings = [.. report.Warnings, failure] };
        }

        RunRecord.Of(context.Arguments, backend.DeviceName, TrainingRecord.Of(_settings, report, context.Threads))
            .Write(TrainingOutputs.Settings(_modelPath));
        _checkpoint.Remove();
        return new TrainingJobReport(
            report,
            [.. TrainingOutputs.All(_modelPath).Except([TrainingOutputs.Checkpoint(_modelPath)])],
            backend.DeviceName,
            elapsed);
    }
}
