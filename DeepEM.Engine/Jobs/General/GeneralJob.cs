using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.General;

/// <summary>Trains a general model and writes it.</summary>
public static class GeneralJob
{
    /// <summary>Refuses a model file that cannot be written, before a device is opened.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <exception cref="IOException">It or its record cannot be written.</exception>
    public static void Require(string modelPath)
    {
        OutputFile.Require(modelPath);
        OutputFile.Require(RunRecord.PathBeside(modelPath));
    }

    /// <summary>Trains and writes the model and, beside it, MODEL.settings.json.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="modelPath">The model file, in a folder that exists.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>The model and how it was reached.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static GeneralJobReport Run(
        IComputeBackend backend, string modelPath, GeneralTrainingSettings settings, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        Require(modelPath);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        (PickingModel model, IReadOnlyList<LearningCurvePoint> curve) =
            GeneralTraining.Run(backend, settings, context.Progress, context.Cancellation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        AtomicFile.Write(modelPath, stream => ModelFile.Write(stream, model));
        string record = RunRecord.PathBeside(modelPath);
        RunRecord.Of(context.Arguments, backend.DeviceName, Record(settings, model, curve)).Write(record);
        return new GeneralJobReport(model, curve, [modelPath, record], backend.DeviceName, elapsed);
    }

    private static Dictionary<string, object?> Record(
        GeneralTrainingSettings settings, PickingModel model, IReadOnlyList<LearningCurvePoint> curve) => new()
        {
            ["Run"] = settings,
            ["Training"] = TrainingSettings.General with { Epochs = settings.Epochs },
            ["Network"] = model.Network.ToString(),
            ["Threshold"] = model.Threshold,
            ["Calibration"] = model.Calibration,
            ["Accuracy"] = curve[^1].HeldOutAccuracy,
        };
}
