using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Simulation;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.General;

/// <summary>Trains a general model on simulated micrographs of many invented particles.</summary>
public static class GeneralTraining
{
    // The diameter that stands in the file; users set their own.
    private const double NominalDiameter = NetworkPresets.BinnedDiameter;

    private const int InitialPart = -1;
    private const int AttemptPart = -1000;
    private const int WindowPart = -2;
    private const int HeldOutPart = -3;

    /// <summary>Trains, calibrates and sets the threshold with the best F1 over all kinds of particles.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The model and its learning curve.</returns>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static (PickingModel Model, IReadOnlyList<LearningCurvePoint> Curve) Run(
        IComputeBackend backend,
        GeneralTrainingSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(settings);
        var random = new RandomSource(settings.Seed);
        TrainingMicrograph[] all = Simulate(backend, settings, random, progress, cancellation);
        TrainingMicrograph[] training = all[..settings.Micrographs];
        TrainingMicrograph[] judged = all[settings.Micrographs..];

        NetworkDescription network = NetworkPresets.ForDiameter(NominalDiameter);
        SamplingSettings sampling = SamplingSettings.General with { WindowsPerEpoch = settings.WindowsPerEpoch };
        using var session = new TrainingSession(
            backend,
            network,
            attempt => NetworkInitialisation.Draw(network, random.Fork(InitialPart + (AttemptPart * attempt))),
            new TrainingWindows(
                Windows(training, sampling, augment: true, random.Fork(WindowPart)),
                Windows(judged, sampling with { WindowsPerEpoch = 4096 }, augment: false, random.Fork(HeldOutPart))),
            TrainingSettings.General with { Epochs = settings.Epochs },
            round: 1);
        TrainingOutcome outcome = session.Run(cancellation.ThrowIfCancellationRequested, progress);
        var model = new PickingModel
        {
            Network = network,
            Parameters = outcome.Parameters,
            Preset = NetworkPreset.Auto,
            PixelSizeAngstrom = 1,
            DiameterAngstrom = NominalDiameter,
            Binning = 1,
            Threshold = 0.5,
            Turns = PickingModel.MoreTurns,
            EdgeMarginAngstrom = NominalDiameter / 2,
            IsGeneral = true,
            Seed = settings.Seed,
        };
        return (Judge(backend, model, judged, progress, cancellation), outcome.Curve);

        SampledWindowSource Windows(
            TrainingMicrograph[] micrographs, SamplingSettings how, bool augment, RandomSource source) =>
            new(micrographs, NominalDiameter, network.InputSide, how, augment, source);
    }

    private static TrainingMicrograph[] Simulate(
        IComputeBackend backend,
        GeneralTrainingSettings settings,
        RandomSource random,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        var made = new TrainingMicrograph[settings.Micrographs + settings.CalibrationMicrographs];
        int done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = settings.Threads,
            CancellationToken = cancellation,
        };
        Parallel.For(0, made.Length, parallel, i =>
        {
            made[i] = One(backend, random.Fork(i), i);
            progress?.Report(new StageProgress(
                "Simulating", Interlocked.Increment(ref done), made.Length));
        });
        return made;
    }

    private static TrainingMicrograph One(IComputeBackend backend, RandomSource random, int number)
    {
        SimulatedVariety variety = SimulatedVariety.Draw(random);
        var model = ParticleModel.Invent(variety.Settings.Particle, random.Fork(1));
        SimulatedMicrograph simulated =
            new MicrographSimulator(model, variety.Settings, threads: 1).Simulate(random.Fork(2));
        string name = $"simulated {number}";
        var micrograph = new Micrograph(
            name, simulated.Height, simulated.Width, simulated.Pixels, simulated.PixelSizeAngstrom, []);
        using var preparer = new MicrographPreparer(backend, 1, variety.Diameter);
        return new TrainingMicrograph(
            preparer.Prepare(micrograph, name),
            [.. simulated.Particles.Select(p => CoordinateFrame.ToBinned(p.X, p.Y, 1))],
            Negatives: [],
            Ignored: [])
        {
            Diameter = variety.Diameter,
        };
    }

    private static PickingModel Judge(
        IComputeBackend backend,
        PickingModel model,
        TrainingMicrograph[] micrographs,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        List<LabelledCandidate> peaks = [];
        int labels = 0;
        for (int i = 0; i < micrographs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            TrainingMicrograph micrograph = micrographs[i];
            double diameter = micrograph.Diameter ?? NominalDiameter;
            using var picker = new DensePicker(
                backend,
                model with { DiameterAngstrom = diameter, EdgeMarginAngstrom = 0, IsGeneral = false },
                binning: 1,
                PickingSettings.Evaluated);
            PreparedMicrograph image = micrograph.Image;
            var judged = new LabelledMicrograph(
                image.Name,
                image.Width,
                image.Height,
                [.. micrograph.Particles.Select(p => new Particle(p.X, p.Y, 0))],
                picker.Pick(image),
                []);
            labels += judged.Truth.Count;
            double radius = EvaluationSettings.UsualRadiusFraction * diameter;
            peaks.AddRange(ScoredPick.ToCandidates(ScoredPick.Collect([judged], radius)));

            progress?.Report(new StageProgress("Calibrating", i + 1, micrographs.Length));
        }

        (ScoreCalibration calibration, _) = CalibrationFit.Fit(peaks, complete: true);
        var expected = new ExpectedCurve(peaks.Select(p => calibration.Probability(p.Logit)), labels);
        return model with { Calibration = calibration, Threshold = ThresholdRule.F1.Choose(expected) };
    }
}
