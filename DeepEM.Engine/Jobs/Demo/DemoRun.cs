using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Simulation;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Demo;

/// <summary>The whole job on simulated micrographs: simulate, train without a label, pick unseen ones, verify,
/// evaluate, draw.</summary>
/// <remarks>
/// Folder layout: <c>training/</c> and <c>unseen/</c> micrographs with their truth, which only judges;
/// <c>model.deepem</c> with its learning curve, <c>picks/</c>, <c>verification/</c> with a report, <c>pictures/</c> with
/// what was found, missed and wrong, <c>precision-recall.png</c> and <c>precision-recall.csv</c>, <c>settings.json</c>.
/// </remarks>
public static class DemoRun
{
    /// <summary>Where the model goes.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string ModelPath(string folder) => Path.Combine(folder, "model.deepem");

    /// <summary>Where the picks go.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string PicksFolder(string folder) => Path.Combine(folder, "picks");

    /// <summary>Where the verification of the picks goes.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string VerificationFolder(string folder) => Path.Combine(folder, "verification");

    /// <summary>Where the pictures of the unseen micrographs go.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string PicturesFolder(string folder) => Path.Combine(folder, "pictures");

    /// <summary>Where the precision-recall curve goes.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string PrecisionRecallPath(string folder) => Path.Combine(folder, "precision-recall.png");

    /// <summary>Runs the demonstration.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="folder">Where everything goes; made when missing.</param>
    /// <param name="settings">How large it is.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What it gave.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static DemoReport Run(
        IComputeBackend backend, string folder, DemoSettings settings, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        OutputFile.RequireFolder(folder);
        string training = Path.Combine(folder, "training");
        string unseen = Path.Combine(folder, "unseen");
        Simulate(training, unseen, settings, context);
        LabelFreeReport trained = Train(backend, training, ModelPath(folder), settings, context);

        IReadOnlyList<MicrographSource> sources = MicrographList.Expand([unseen], TextReader.Null);
        var picking = new PickingRunSettings(
            PicksFolder(folder), Threshold: null, PixelSizeAngstrom: null, Pictures: 0, Strict: true)
        {
            Overwrite = true,
            WritesMasks = true,
        };
        PickingReport picked = PickingRun.Run(
            backend, trained.Model, sources, picking, context.Progress, context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();

        VerificationSettings verifying = new(VerificationFolder(folder))
        {
            DiameterAngstrom = settings.Simulation.Particle.DiameterAngstrom,
            Seed = settings.Seed,
            Overwrite = true,
        };
        VerificationJobReport verified = new VerificationJob(sources, verifying)
        {
            Picks = PicksFolder(folder),
            ModelPath = ModelPath(folder),
        }.Run(backend, context);

        EvaluationInput input = EvaluationInput.Read(
            Path.Combine(unseen, "truth"), PicksFolder(folder), ignored: null, sources);
        EvaluationSettings judging =
            new(settings.Simulation.Particle.DiameterAngstrom, settings.Simulation.PixelSizeAngstrom)
            {
                Seed = settings.Seed,
            };
        EvaluationReport evaluation = Evaluator.Evaluate(input.Micrographs, judging, input.Candidates);
        List<Notice> undrawn =
        [
            .. EvaluationPictures.DrawMicrographs(
                PicturesFolder(folder), input, judging, MaskFolder.Beside(PicksFolder(folder))),
        ];
        Notice? failure = EvaluationPictures.DrawCurve(
            PrecisionRecallPath(folder), input, judging, picked.Threshold, "Simulated micrographs");
        undrawn.AddRange(failure is null ? [] : [failure]);
        RunRecord.Of(context.Arguments, backend.DeviceName, new Dictionary<string, object?> { ["Run"] = settings })
            .Write(Path.Combine(folder, RunRecord.FileName));
        return new DemoReport(
            trained, picked with { Warnings = [.. picked.Warnings, .. undrawn] }, verified, evaluation);
    }

    private static void Simulate(string training, string unseen, DemoSettings settings, JobContext context)
    {
        var simulator = new DataSetSimulator(settings.Simulation, settings.Seed, settings.Threads);
        simulator.Write(training, settings.TrainingMicrographs, context.Progress, context.Cancellation);
        OutputFolder.Make(unseen);
        for (int i = 0; i < settings.UnseenMicrographs; i++)
        {
            int number = settings.TrainingMicrographs + i;
            SimulationWriter.Write(unseen, number, simulator.Simulate(number, context.Cancellation));
        }
    }

    private static LabelFreeReport Train(
        IComputeBackend backend, string training, string modelPath, DemoSettings settings, JobContext context)
    {
        LabelFreeFiles files = new(MicrographList.Expand([training], TextReader.Null));
        var run = new TrainingRunSettings(
            NetworkPreset.Auto,
            settings.Simulation.Particle.DiameterAngstrom,
            Labels: null,
            Rounds: 1,
            settings.Epochs,
            settings.Seed)
        {
            Start = TrainingStart.Named(TrainingStart.GeneralName),
        };
        return LabelFreeJob.Prepare(files, modelPath, run, overwrite: true).Run(backend, context);
    }
}
