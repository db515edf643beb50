using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.General;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Simulation;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Models;

[TestFixture]
public sealed class GeneralModelTests
{
    private const double DiameterAngstrom = 150;

    [Test]
    public void Shipped_model_is_general_and_starts_the_usual_training()
    {
        PickingModel model = GeneralModel.For(DiameterAngstrom);

        Assert.That(model.IsGeneral);
        Assert.That(model.Network.ToString(), Is.EqualTo(NetworkPresets.ForDiameter(35).ToString()));
        Assert.That(model.DiameterAngstrom, Is.EqualTo(DiameterAngstrom));
        Assert.That(model.Threshold, Is.InRange(0.1, 0.9));
    }

    [TestCase(1.5)]
    [TestCase(1.7)]
    [TestCase(4)]
    public void Particles_are_seen_at_one_size_whatever_the_pixel_size(double pixelSize)
    {
        PickingModel model = GeneralModel.For(DiameterAngstrom).At(pixelSize);

        Assert.That(model.BinnedDiameter, Is.EqualTo(model.SeenDiameter).Within(1e-9));
        Assert.That(model.PixelSizeAngstrom, Is.EqualTo(pixelSize));
    }

    [Test]
    public void Trained_models_stay_at_their_pixel_size() =>
        Assert.That(
            (GeneralModel.For(DiameterAngstrom) with { IsGeneral = false, Binning = 3 }).At(4).Binning, Is.EqualTo(3));

    [Test]
    public void Particles_that_the_model_never_saw_are_found_without_training()
    {
        SimulatedMicrograph simulated = Simulate(new SimulationSettings
        {
            Height = 768,
            Width = 768,
            PixelSizeAngstrom = 4,
            SignalToNoise = 0.5,
            Particle = new ParticleModelSettings { DiameterAngstrom = DiameterAngstrom },
        });
        IReadOnlyList<Particle> picks = Pick(simulated.Height, simulated.Width, simulated.Pixels);
        var judged = new LabelledMicrograph("m", simulated.Width, simulated.Height, simulated.Particles, picks, []);
        var curve = PrecisionRecallCurve.From([judged], radius: 0.36 * DiameterAngstrom / 4);
        CurvePoint at = curve.Points.Last(p => p.Threshold >= GeneralModel.Shipped.Threshold);

        Assert.That(simulated.Particles, Has.Count.GreaterThan(20));
        Assert.That(curve.AveragePrecision, Is.GreaterThan(0.95));
        Assert.That(at.F(1), Is.GreaterThan(0.9));
    }

    [Test]
    public void Noise_alone_gives_next_to_no_picks()
    {
        var random = new RandomSource(4);
        float[] noise = new float[768 * 768];
        foreach (ref float value in noise.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        IReadOnlyList<Particle> picks = Pick(768, 768, noise);
        Assert.That(picks.Count(p => p.FigureOfMerit >= GeneralModel.Shipped.Threshold), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Training_gives_a_calibrated_model_whatever_the_threads()
    {
        byte[] one = Train(threads: 1);
        Assert.That(Train(threads: 2), Is.EqualTo(one));
        PickingModel model = ModelFile.Parse("general", one);
        Assert.That(model.IsGeneral);
        Assert.That(model.Calibration, Is.Not.EqualTo(ScoreCalibration.Identity));
    }

    private static byte[] Train(int threads)
    {
        using var backend = new SimdBackend(threads);
        GeneralTrainingSettings settings = new(3, 1, 1, Seed: 2, threads) { WindowsPerEpoch = 256 };
        (PickingModel model, _) = GeneralTraining.Run(backend, settings, null, CancellationToken.None);
        return SmallData.Bytes(model);
    }

    private static SimulatedMicrograph Simulate(SimulationSettings settings) =>
        new DataSetSimulator(settings, seed: 11, threads: 2).Simulate(0);

    private static IReadOnlyList<Particle> Pick(int height, int width, float[] pixels)
    {
        using var backend = new SimdBackend(2);
        PickingModel model = GeneralModel.For(DiameterAngstrom).At(4);
        using var picker = new ModelPicker(
            backend, model, BinningSteps.For(model.Binning), PickingSettings.Default, new DecoyJudge(model));
        return picker.Pick(new BinnedMicrograph("m", pixels, height, width, Binning: 1)).Particles;
    }
}
