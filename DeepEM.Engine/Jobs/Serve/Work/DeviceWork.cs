using System.Globalization;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>Trains, picks and sorts for a project, by the same jobs and with the same defaults as the commands.
/// </summary>
/// <param name="device">Where to compute.</param>
/// <param name="threads">Threads of the CPU.</param>
internal sealed class DeviceWork(string device, int threads)
{
    private const long Seed = 1;

    /// <summary>Trains a model.</summary>
    /// <param name="context">Told how far it is.</param>
    /// <param name="state">The project.</param>
    /// <param name="files">What is learnt from; null for a training without a label.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="model">The file that is written.</param>
    /// <param name="tell">Told of what was odd.</param>
    /// <returns>How good it is, and a line about it.</returns>
    public (TrainedResult? Result, string Message) Train(
        JobContext context,
        ProjectState state,
        TrainingFiles? files,
        IReadOnlyList<MicrographSource> sources,
        string model,
        Action<IEnumerable<Foundation.Notices.Notice>> tell)
    {
        OutputFolder.Make(Path.GetDirectoryName(model)!);
        TrainingRunSettings settings = new(NetworkPreset.Auto, state.Diameter!.Value, null, 1, null, Seed)
        {
            Start = TrainingStart.Named(TrainingStart.GeneralName),
            Contrast = state.Contrast,
            Strict = false,
        };
        if (files is null)
        {
            LabelFreeJob unlabelled = LabelFreeJob.Prepare(
                new LabelFreeFiles(sources) { PixelSizeAngstrom = state.PixelSize }, model, settings, overwrite: true);
            using IComputeBackend backend = DeviceSelector.Create(device, threads);
            LabelFreeReport found = unlabelled.Run(backend, context);
            tell(found.Warnings.Concat(found.Failures));
            return (
                found.Training is null ? null : ResultOf(found.Training),
                found.Training is null
                    ? "the general model stays: verification found nothing better"
                    : Text($"trained without a label on {Learnt(found)} particles"));
        }

        var job = TrainingJob.Prepare(files, model, settings, new CheckpointPolicy(CheckpointStart.Replace));
        tell(job.Notices);
        using (IComputeBackend backend = DeviceSelector.Create(device, threads))
        {
            TrainingReport report = job.Run(backend, context).Training;
            tell(report.Warnings.Concat(report.Failures));
            return (
                ResultOf(report),
                Text($"trained on {report.Particles} particles of {report.Micrographs} micrographs; average precision ")
                    + (report.HeldOutMicrographs > 0 ? "on held-out micrographs " : "on its own micrographs ")
                    + Text($"{report.HeldOutAveragePrecision:F2}"));
        }
    }

    /// <summary>Picks micrographs.</summary>
    /// <param name="context">Told how far it is.</param>
    /// <param name="state">The project.</param>
    /// <param name="model">The model's file; null for the general one.</param>
    /// <param name="micrographs">What is picked.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="observer">Follows it; null for nobody.</param>
    /// <param name="isBeside">Whether another job has the device: then one thread of the CPU has to do.</param>
    public PickingReport Pick(
        JobContext context,
        ProjectState state,
        string? model,
        MicrographSequence micrographs,
        string folder,
        IPickingObserver? observer,
        bool isBeside = false)
    {
        PickingJob job = new(micrographs, new PickingRunSettings(
            folder, state.Threshold, state.PixelSize, Pictures: 0, Strict: false)
        {
            Contrast = state.Contrast,
            WritesMasks = true,
        })
        {
            ModelPath = model,
            DiameterAngstrom = state.Diameter ?? 0,
            Device = isBeside ? "cpu" : device,
            Threads = isBeside ? 1 : threads,
        };
        return job.Run(context, observer);
    }

    /// <summary>Sorts picks into classes.</summary>
    /// <param name="context">Told how far it is.</param>
    /// <param name="state">The project.</param>
    /// <param name="model">The model's file; null for the general one.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="picks">The folder of the picks.</param>
    /// <param name="folder">Where to.</param>
    public VerificationJobReport Classify(
        JobContext context,
        ProjectState state,
        string? model,
        IReadOnlyList<MicrographSource> sources,
        string picks,
        string folder)
    {
        VerificationJob job = new(sources, new VerificationSettings(folder)
        {
            DiameterAngstrom = state.Diameter,
            PixelSizeAngstrom = state.PixelSize,
            Contrast = state.Contrast,
            Overwrite = true,
        })
        {
            Picks = picks,
            ModelPath = model,
        };
        using IComputeBackend backend = DeviceSelector.Create(device, threads);
        return job.Run(backend, context);
    }

    private static int Learnt(LabelFreeReport found) => found.Rounds.Last(round => round.IsKept).Accepted;

    private static TrainedResult ResultOf(TrainingReport report) => new(
        report.Particles,
        report.HeldOutAveragePrecision,
        [
            .. ThresholdTable.Thresholds.Select(threshold => (threshold, report.Expected.At(threshold)))
                .Select(each => (each.threshold, each.Item2.Precision, each.Item2.Recall)),
        ]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
