using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Simulation;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class DecoyJudgeTests
{
    private const double PixelSize = 4.5;
    private const double Diameter = 150;
    private const int Side = 420;

    [Test]
    public void Any_number_of_threads_gives_the_same_picks()
    {
        float[] pixels = Crowded().Pixels;
        Particle[] one = [.. Pick(pixels, threads: 1)];
        Assert.That(one, Is.Not.Empty);
        Assert.That(Pick(pixels, threads: 2), Is.EqualTo(one));
    }

    [Test]
    public void A_crowded_micrograph_is_not_emptied()
    {
        SimulatedMicrograph crowded = Crowded();
        int picks = Pick(crowded.Pixels, threads: 2).Count(p => p.FigureOfMerit >= GeneralModel.Shipped.Threshold);
        Assert.That(picks, Is.InRange(0.5 * crowded.Particles.Count, 1.1 * crowded.Particles.Count));
    }

    [TestCase(1L)]
    [TestCase(2L)]
    public void Noise_alone_has_no_more_than_two_picks(long seed)
    {
        float[] noise = WhiteNoise.Draw(Side, Side, new RandomSource(seed), new ParallelOptions());
        int picks = Pick(noise, threads: 2).Count(p => p.FigureOfMerit >= GeneralModel.Shipped.Threshold);
        Assert.That(picks, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void A_flat_micrograph_has_no_picks() =>
        Assert.That(Pick(new float[Side * Side], threads: 1), Is.Empty);

    [TestCase(84, false)]
    [TestCase(500, true)]
    public void A_nearly_covered_micrograph_keeps_the_general_calibration(int openCells, bool isMeasured)
    {
        MaskReason[] cells = [.. Enumerable.Repeat(MaskReason.Given, 42 * 42)];
        Array.Clear(cells, 0, openCells);
        var mask = new MicrographMask(42, 42, 10, cells);
        float[] pixels = WhiteNoise.Draw(Side, Side, new RandomSource(1), new ParallelOptions());
        using var backend = new SimdBackend(2);
        using var picker = new ModelPicker(
            backend, Model, BinningSteps.For(Model.Binning), PickingSettings.Default, new DecoyJudge(Model));
        PickedMicrograph picked = picker.Pick(new BinnedMicrograph("m", pixels, Side, Side, Binning: 1), mask);
        Assert.That(picked.Noise is not null, Is.EqualTo(isMeasured));
    }

    private static PickingModel Model => GeneralModel.For(Diameter).At(PixelSize);

    private static SimulatedMicrograph Crowded()
    {
        var settings = new SimulationSettings
        {
            Height = Side,
            Width = Side,
            PixelSizeAngstrom = PixelSize,
            SignalToNoise = 0.1,
            MinimumCoverage = 0.45,
            MaximumCoverage = 0.46,
            MinimumDistanceDiameters = 1,
            Particle = new ParticleModelSettings { DiameterAngstrom = Diameter },
        };
        return new DataSetSimulator(settings, seed: 7, threads: 1).Simulate(0);
    }

    private static IReadOnlyList<Particle> Pick(float[] pixels, int threads)
    {
        using var backend = new SimdBackend(threads);
        PickingModel model = Model;
        using var picker = new ModelPicker(
            backend, model, BinningSteps.For(model.Binning), PickingSettings.Default, new DecoyJudge(model));
        var image = new BinnedMicrograph("m", pixels, Side, Side, Binning: 1);
        return picker.Pick(image).Particles;
    }
}
