using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Masks;

[TestFixture]
public sealed class MaskMeasurementTests
{
    // Nearer to the rim, windows of three diameters see mostly ice.
    private const double WellOnFilm = 1.5 * MaskedScene.Diameter;

    private static readonly Lazy<MaskedScene> _spoilt =
        new(() => new MaskedScene(seed: 4, hasCarbon: true, isSpoilt: true));

    [Test]
    public void Lumps_are_masked_as_outliers()
    {
        MicrographMask mask = _spoilt.Value.Measurement.Mask(MaskLimits.Default);
        foreach ((double x, double y) in MaskedScene.Lumps)
        {
            Assert.That(mask.At(new Particle(x, y, 0)).HasFlag(MaskReason.Outlier), Is.True, $"({x}, {y})");
            Assert.That(
                mask.At(new Particle(x + MaskedScene.LumpRadius - 15, y, 0)).HasFlag(MaskReason.Outlier),
                Is.True,
                $"({x}, {y})");
        }
    }

    // A lump of about a square diameter, far beyond the limits; half a diameter around it is masked with it.
    [Test]
    public void What_merely_lies_near_an_outlier_is_doubtful()
    {
        const int Side = 400;
        const double Diameter = 35;
        var random = new RandomSource(6);
        float[] pixels = [.. Enumerable.Range(0, Side * Side).Select(_ => (float)random.NextGaussian())];
        for (int i = 190; i < 210; i++)
        {
            pixels.AsSpan((i * Side) + 190, 20).Fill(-60);
        }

        var image = new PreparedMicrograph("m", pixels, Side, Side, 1, Side, Side);
        MicrographMask mask = MaskMeasurement.Of(default(PaddedBorder), image, Diameter).Mask(MaskLimits.Default);
        Assert.That(mask.At(new Particle(200, 200, 0)), Is.EqualTo(MaskReason.Outlier));
        Assert.That(mask.At(new Particle(200, 228, 0)), Is.EqualTo(MaskReason.Outlier | MaskReason.Doubtful));
        Assert.That(mask.At(new Particle(200, 260, 0)), Is.EqualTo(MaskReason.None));
    }

    [Test]
    public void Padding_is_masked_with_a_quarter_of_a_diameter()
    {
        MicrographMask mask = _spoilt.Value.Measurement.Mask(MaskLimits.Default);
        double beyond = MaskedScene.Padding + (0.25 * MaskedScene.Diameter);
        foreach (double along in (double[])[10, 700, 1300])
        {
            Assert.That(mask.At(new Particle(along, 5, 0)).HasFlag(MaskReason.PaddedBorder), Is.True);
            Assert.That(mask.At(new Particle(5, along, 0)).HasFlag(MaskReason.PaddedBorder), Is.True);
        }

        Assert.That(mask.At(new Particle(1000, beyond - 10, 0)).HasFlag(MaskReason.PaddedBorder), Is.True);
        Assert.That(mask.At(new Particle(1000, beyond + 10, 0)).HasFlag(MaskReason.PaddedBorder), Is.False);
        Assert.That(mask.At(new Particle(1000, 2040, 0)).HasFlag(MaskReason.PaddedBorder), Is.False);
    }

    [Test]
    public void Most_of_a_carbon_film_is_masked()
    {
        MaskedScene scene = _spoilt.Value;
        MicrographMask mask = scene.Measurement.Mask(MaskLimits.Default);
        (int film, int masked) = (0, 0);
        for (int y = 100; y < MaskedScene.Side; y += 20)
        {
            for (int x = 100; x < MaskedScene.Side; x += 20)
            {
                bool isOnFilm = scene.CarbonDepth(x, y) > WellOnFilm;
                film += isOnFilm ? 1 : 0;
                masked += isOnFilm && mask.Covers(new Particle(x, y, 0)) ? 1 : 0;
            }
        }

        Assert.That(film, Is.GreaterThan(100), "the scene shows too little of it");
        Assert.That(masked / (double)film, Is.GreaterThan(0.8));
    }

    [TestCase(4, true, true)]
    [TestCase(4, false, false)]
    [TestCase(9, true, false)]
    public void Less_than_one_particle_in_a_hundred_is_lost(int seed, bool hasCarbon, bool isSpoilt)
    {
        MaskedScene scene = seed == 4 && isSpoilt ? _spoilt.Value : new MaskedScene(seed, hasCarbon, isSpoilt);
        MicrographMask mask = scene.Measurement.Mask(MaskLimits.Default);
        Particle[] free = [.. scene.FreeParticles];

        Assert.That(free, Has.Length.GreaterThan(60));
        Assert.That(free.Count(mask.Covers) / (double)free.Length, Is.LessThan(0.01));
    }

    [Test]
    public void Flat_micrograph_has_nothing_masked()
    {
        var micrograph = new Micrograph("flat.mrc", 200, 300, new float[60_000], null, []);
        var image = new PreparedMicrograph("flat", new float[60_000], 200, 300, 1, 200, 300);
        MicrographMask mask = MaskMeasurement.Of(micrograph, image, 30).Mask(MaskLimits.Default);
        Assert.That(mask.Share, Is.Zero);
    }

    [TestCase(1, 1, 30)]
    [TestCase(40, 7, 5)]
    [TestCase(33, 500, 100)]
    public void Image_of_any_size_can_be_measured(int height, int width, double diameter)
    {
        float[] pixels = [.. Enumerable.Range(0, height * width).Select(i => (float)Math.Sin(i * i))];
        var micrograph = new Micrograph("m.mrc", height, width, pixels, null, []);
        var image = new PreparedMicrograph("m", pixels, height, width, 1, height, width);
        var measurement = MaskMeasurement.Of(micrograph, image, diameter);
        MicrographMask mask = measurement.Mask(MaskLimits.Default);
        Assert.That(mask.Share, Is.Not.NaN);
    }

    // The labels of the training micrographs are what the default limits were checked against: one in 300 at most.
    [TestCase("klh", 2.2, 350)]
    [TestCase("apoferritin", 2.0, 130)]
    [TestCase("betagal", 1.77, 190)]
    public void Labelled_particles_of_real_micrographs_are_not_masked(string set, double pixelSize, double angstrom)
    {
        string folder = SharedFolder.Require($"data/{set}/train");
        PickSet truth = PickReader.Read(Path.Combine(folder, "truth"));
        double diameter = angstrom / pixelSize;
        double binning = NetworkPresets.BinningFor(diameter);
        using var backend = new SimdBackend(2);
        using var preparer = new MicrographPreparer(backend, binning, diameter / binning);
        (int labels, int masked) = (0, 0);
        foreach (MicrographPicks picks in truth.Micrographs)
        {
            Micrograph micrograph = MicrographReader.Read(Path.Combine(folder, $"{picks.Stem}.mrc"));
            PreparedMicrograph image = preparer.Prepare(micrograph, picks.Stem);
            var measurement = MaskMeasurement.Of(micrograph, image, diameter / binning);
            MicrographMask mask = measurement.Mask(MaskLimits.Default);
            labels += picks.Particles.Count;
            masked += picks.Particles.Count(mask.Covers);
        }

        TestContext.Out.WriteLine($"{masked} of {labels} labels are masked");
        Assert.That(masked / (double)labels, Is.LessThanOrEqualTo(0.003));
    }
}
