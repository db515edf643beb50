using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Networks;
using DeepEM.Engine.Progress;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Workflows;

/// <summary>The whole job on invented micrographs: simulate, train, pick unseen ones, evaluate, draw.</summary>
/// <remarks>
/// Folder layout: <c>training/</c> and <c>unseen/</c> micrographs with their truth, <c>model.deepem</c> with its
/// learning
/// curve, <c>picks/</c>, <c>pictures/</c> with what was found, missed and wrong, <c>precision-recall.png</c>.
/// </remarks>
public static class DemoRun
{
    /// <summary>Micrographs to learn from.</summary>
    public const int TrainingMicrographs = 6;

    /// <summary>Micrographs to judge by.</summary>
    public const int UnseenMicrographs = 3;

    // Enough for simulated particles at this signal; the default of 24 takes three times as long for 0.01 of F1.
    private const int Epochs = 8;

    private static readonly SimulationSettings _simulation =
        new() { Height = 1280, Width = 1280, PixelSizeAngstrom = 2 };

    /// <summary>Where the model goes.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string ModelPath(string folder) => Path.Combine(folder, "model.deepem");

    /// <summary>Where the picks go.</summary>
    /// <param name="folder">The demonstration's folder.</param>
    /// <returns>A path within it.</returns>
    public static string PicksFolder(string folder) => Path.Combine(folder, "picks");

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
    /// <param name="seed">Decides everything that is drawn by chance.</param>
    /// <param name="threads">Threads of the simulation.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>What it gave.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static DemoReport Run(
        IComputeBackend backend,
        string folder,
        long seed,
        int threads,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        string training = Path.Combine(folder, "training");
        string unseen = Path.Combine(folder, "unseen");
        Simulate(training, unseen, seed, threads, progress, cancellation);

        TrainingReport trained = Train(backend, training, seed, progress, cancellation);
        TrainingOutputs.Write(ModelPath(folder), trained);

        IReadOnlyList<MicrographSource> sources = MicrographList.Expand([unseen], TextReader.Null);
        var settings = new PickingRunSettings(
            PicksFolder(folder), Threshold: null, PixelSizeAngstrom: null, Pictures: 0, Strict: true);
        PickingReport picked = PickingRun.Run(backend, trained.Model, sources, settings, progress, cancellation);

        EvaluationInput input = EvaluationInput.Read(
            Path.Combine(unseen, "truth"), PicksFolder(folder), ignored: null, sources);
        EvaluationSettings judging =
            new(_simulation.Particle.DiameterAngstrom, _simulation.PixelSizeAngstrom) { Seed = seed };
        EvaluationReport evaluation = Evaluator.Evaluate(input.Micrographs, judging, input.Candidates);
        JudgedPictures.DrawMicrographs(PicturesFolder(folder), input, judging);
        JudgedPictures.DrawCurve(PrecisionRecallPath(folder), input, judging, "Simulated micrographs");
        return new DemoReport(trained, picked, evaluation);
    }

    private static void Simulate(
        string training,
        string unseen,
        long seed,
        int threads,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        var simulator = new DataSetSimulator(_simulation, seed, threads);
        simulator.Write(training, TrainingMicrographs, progress, cancellation);
        Directory.CreateDirectory(unseen);
        for (int i = 0; i < UnseenMicrographs; i++)
        {
            int number = TrainingMicrographs + i;
            SimulationWriter.Write(unseen, number, simulator.Simulate(number, cancellation));
        }
    }

    private static TrainingReport Train(
        IComputeBackend backend,
        string training,
        long seed,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        IReadOnlyList<MicrographSource> sources = MicrographList.Expand([training], TextReader.Null);
        PickSet truth = PickReader.Read(Path.Combine(training, "truth"));
        TrainingItem[] items =
        [
            .. sources.Select(s => new TrainingItem(
                s.Path, s.PixelSizeAngstrom, truth.Find(s.Name)?.Particles ?? [], [], [])),
        ];
        var settings = new TrainingRunSettings(
            NetworkPreset.Auto, _simulation.Particle.DiameterAngstrom, Labels: null, Rounds: 1, Epochs, seed);
        return TrainingRun.Run(backend, items, settings, progress, cancellation);
    }
}
