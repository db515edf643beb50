using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Optics;
using DeepEM.Engine.Simulation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class MicrographSimulatorTests
{
    private static readonly SimulationSettings _small = new()
    {
        Height = 384,
        Width = 512,
        PixelSizeAngstrom = 3,
        MaximumCoverage = 0.3,
        MinimumCoverage = 0.2,
    };

    [TestCase(0.1)]
    [TestCase(0.02)]
    [TestCase(1.5)]
    public void Signal_to_noise_is_as_asked(double ratio)
    {
        SimulationSettings settings = _small with { SignalToNoise = ratio };
        MicrographSimulator simulator = Simulator(settings, 2);
        MicrographSimulator.Scene scene = simulator.Arrange(new RandomSource(21));
        float[] signal = simulator.DrawSignal(scene);
        float[] noise = simulator.DrawNoise(scene, signal);

        double radius = 0.5 * settings.Particle.DiameterAngstrom / settings.PixelSizeAngstrom;
        double measured = Variance(InDiscs(signal, settings, scene.Places, radius)) / Variance(noise);
        Assert.That(measured, Is.EqualTo(ratio).Within(1).Percent);
    }

    [Test]
    public void Final_image_has_the_contrast_that_the_ratio_promises()
    {
        // Discs hold signal and noise, the ground noise and what the defocus spreads there: little, at high ratio.
        SimulationSettings settings = _small with
        {
            SignalToNoise = 4,
            LumpsPerSquareMicrometre = 0,
            IlluminationGradient = 0,
            MinimumDistanceDiameters = 1.6,
            MinimumDefocusAngstrom = 8000,
            MaximumDefocusAngstrom = 8000,
        };
        SimulatedMicrograph micrograph = Simulator(settings, 2).Simulate(new RandomSource(22));
        double radius = 0.5 * settings.Particle.DiameterAngstrom / settings.PixelSizeAngstrom;
        (double X, double Y)[] places = [.. micrograph.Particles.Select(static particle => (particle.X, particle.Y))];
        double inside = Variance(InDiscs(micrograph.Pixels, settings, places, radius));
        double outside = Variance(OutsideDiscs(micrograph.Pixels, settings, places, 1.5 * radius));
        Assert.That((inside / outside) - 1, Is.EqualTo(4).Within(15).Percent);
    }

    [Test]
    public void Particles_are_darker_than_the_ice()
    {
        SimulationSettings settings = _small with { SignalToNoise = 1, LumpsPerSquareMicrometre = 0 };
        SimulatedMicrograph micrograph = Simulator(settings, 1).Simulate(new RandomSource(23));
        (double X, double Y)[] places = [.. micrograph.Particles.Select(static particle => (particle.X, particle.Y))];
        double inside = InDiscs(micrograph.Pixels, settings, places, 15).Average();
        Assert.That(inside, Is.LessThan(OutsideDiscs(micrograph.Pixels, settings, places, 35).Average() - 1));
    }

    [Test]
    public void Same_seed_gives_the_same_bytes_for_any_number_of_threads()
    {
        SimulationSettings settings = _small with { CarbonProbability = 1 };
        SimulatedMicrograph one = Simulator(settings, 1).Simulate(new RandomSource(24));
        SimulatedMicrograph two = Simulator(settings, 2).Simulate(new RandomSource(24));
        SimulatedMicrograph other = Simulator(settings, 2).Simulate(new RandomSource(25));
        Assert.Multiple(() =>
        {
            Assert.That(two.Pixels.AsSpan().SequenceEqual(one.Pixels), Is.True);
            Assert.That(two.Particles, Is.EqualTo(one.Particles));
            Assert.That(two.Optics, Is.EqualTo(one.Optics));
            Assert.That(other.Pixels.AsSpan().SequenceEqual(one.Pixels), Is.False);
        });
    }

    [Test]
    public void Particles_lie_in_the_frame_and_do_not_overlap()
    {
        SimulationSettings settings = _small with { MinimumCoverage = 0.6, MaximumCoverage = 0.6 };
        SimulatedMicrograph micrograph = Simulator(settings, 1).Simulate(new RandomSource(26));
        double diameter = settings.Particle.DiameterAngstrom / settings.PixelSizeAngstrom;
        IReadOnlyList<Particle> particles = micrograph.Particles;
        Assert.That(particles, Has.Count.GreaterThan(10));
        for (int i = 0; i < particles.Count; i++)
        {
            Assert.That(particles[i].X, Is.InRange(0.75 * diameter, settings.Width - 1 - (0.75 * diameter)));
            Assert.That(particles[i].Y, Is.InRange(0.75 * diameter, settings.Height - 1 - (0.75 * diameter)));
            for (int j = 0; j < i; j++)
            {
                double distance = double.Hypot(particles[i].X - particles[j].X, particles[i].Y - particles[j].Y);
                Assert.That(distance, Is.GreaterThanOrEqualTo(1.1 * diameter));
            }
        }
    }

    [Test]
    public void Overlaps_come_when_they_are_allowed()
    {
        SimulationSettings settings = _small with { MinimumDistanceDiameters = 0, MinimumCoverage = 0.3 };
        IReadOnlyList<Particle> particles = Simulator(settings, 1).Simulate(new RandomSource(27)).Particles;
        double nearest = particles.Min(one => particles.Where(two => two != one)
            .Min(two => double.Hypot(one.X - two.X, one.Y - two.Y)));
        Assert.That(nearest, Is.LessThan(settings.Particle.DiameterAngstrom / settings.PixelSizeAngstrom));
    }

    [Test]
    public void No_particle_lies_on_carbon_and_carbon_is_darker()
    {
        SimulationSettings settings = _small with { CarbonProbability = 1, LumpsPerSquareMicrometre = 0 };
        MicrographSimulator simulator = Simulator(settings, 2);
        SimulatedMicrograph micrograph = simulator.Simulate(new RandomSource(28));
        CarbonEdge edge = simulator.Arrange(new RandomSource(28)).Carbon!;
        double radius = 0.5 * settings.Particle.DiameterAngstrom / settings.PixelSizeAngstrom;
        Assert.That(micrograph.HasCarbon, Is.True);
        Assert.That(micrograph.Particles, Is.Not.Empty);
        Assert.That(micrograph.Particles.Max(particle => edge.Depth(particle.X, particle.Y)), Is.LessThan(-radius));

        double film = 0;
        double ice = 0;
        int filmCount = 0;
        for (int i = 0; i < micrograph.Pixels.Length; i++)
        {
            bool onFilm = edge.Depth(i % settings.Width, i / settings.Width) > 20;
            film += onFilm ? micrograph.Pixels[i] : 0;
            ice += onFilm ? 0 : micrograph.Pixels[i];
            filmCount += onFilm ? 1 : 0;
        }

        Assert.That(film / filmCount, Is.LessThan((ice / (micrograph.Pixels.Length - filmCount)) - 1));
    }

    [Test]
    public void An_empty_micrograph_is_noise_of_finite_values()
    {
        SimulationSettings settings = _small with { MinimumCoverage = 0, MaximumCoverage = 0 };
        SimulatedMicrograph micrograph = Simulator(settings, 1).Simulate(new RandomSource(29));
        Assert.That(micrograph.Particles, Is.Empty);
        Assert.That(micrograph.Pixels.All(float.IsFinite), Is.True);
        Assert.That(Variance(micrograph.Pixels), Is.GreaterThan(1));
    }

    [Test]
    public void Defocus_lies_between_its_limits()
    {
        MicrographSimulator simulator = Simulator(_small, 1);
        for (int seed = 0; seed < 50; seed++)
        {
            ContrastTransferFunction optics = simulator.Arrange(new RandomSource(seed)).Optics;
            double mean = 0.5 * (optics.DefocusUAngstrom + optics.DefocusVAngstrom);
            Assert.That(mean, Is.InRange(10000, 25000));
            Assert.That(optics.DefocusUAngstrom - optics.DefocusVAngstrom, Is.InRange(0, 300));
        }
    }

    [TestCase(0)]
    [TestCase(17)]
    public void As_many_particles_as_asked_are_placed(int count) => Assert.That(
        Simulator(_small with { ParticleCount = count }, 1).Arrange(new RandomSource(30)).Places,
        Has.Count.EqualTo(count));

    [Test]
    public void A_crowded_field_touches_and_a_random_one_cannot()
    {
        SimulationSettings crowded = _small with
        {
            MinimumCoverage = 0.85,
            MaximumCoverage = 0.85,
            MinimumDistanceDiameters = 1,
            EdgeMarginDiameters = 0,
        };
        int random = Simulator(crowded, 1).Arrange(new RandomSource(31)).Places.Count;
        int relaxed = Simulator(crowded with { Packing = ParticlePacking.Relaxed }, 1)
            .Arrange(new RandomSource(31)).Places.Count;
        Assert.That(relaxed, Is.GreaterThan(1.15 * random));
    }

    [Test]
    public void Light_that_spreads_takes_high_frequencies_and_leaves_low_ones()
    {
        // 1 / (1 + (2π · 0.4 · ν)²)³ of the power: 0.94 and less below a 20th of a cycle a pixel, 0.06 at a half.
        double sharp = HighOverLow(_small);
        double spread = HighOverLow(_small with { DetectorSpreadPixels = 0.4 });
        Assert.That(spread / sharp, Is.InRange(0.03, 0.12));

        // Power that changes sign from pixel to pixel along the rows, over what changes every 32 pixels.
        static double HighOverLow(SimulationSettings settings)
        {
            MicrographSimulator simulator = Simulator(settings, 2);
            MicrographSimulator.Scene scene = simulator.Arrange(new RandomSource(32)) with { Places = [] };
            float[] noise = simulator.DrawNoise(scene, []);
            return Power(noise, 1) / Power(noise, 32);
        }

        static double Power(float[] noise, int period)
        {
            double power = 0;
            for (int i = 0; i + 64 <= noise.Length; i += 64)
            {
                double sum = Enumerable.Range(0, 64).Sum(k => k / period % 2 == 0 ? noise[i + k] : -noise[i + k]);
                power += sum * sum;
            }

            return power;
        }
    }

    [Test]
    public void Stain_makes_up_for_the_particles_with_a_bright_rim()
    {
        SimulationSettings stained = _small with { StainShare = 1, StainLengthAngstrom = 40, AmplitudeContrast = 1 };
        (float least, float most, double mean) = Range(stained);
        (float iceLeast, float iceMost, double iceMean) = Range(stained with { StainShare = 0 });
        Assert.That(most / -least, Is.GreaterThan(2 * iceMost / -iceLeast));
        Assert.That(Math.Abs(mean), Is.LessThan(0.01 * Math.Abs(iceMean)));

        static (float Least, float Most, double Mean) Range(SimulationSettings settings)
        {
            MicrographSimulator simulator = Simulator(settings, 1);
            float[] signal = simulator.DrawSignal(simulator.Arrange(new RandomSource(33)));
            return (signal.Min(), signal.Max(), signal.Average(static value => (double)value));
        }
    }

    [Test]
    public void Dead_lines_and_few_grey_levels_end_up_in_the_image()
    {
        SimulationSettings settings = _small with { ParticleCount = 5 };
        float[] clean = Simulator(settings, 1).Simulate(new RandomSource(34)).Pixels;
        float[] dead = Simulator(settings with { DeadLines = 4 }, 1).Simulate(new RandomSource(34)).Pixels;
        float[] copy = Simulator(settings with { GreyLevels = 64 }, 1).Simulate(new RandomSource(34)).Pixels;
        Assert.That(dead.Zip(clean, static (a, b) => a == b ? 0 : 1).Sum(), Is.InRange(384, 9 * 512));
        Assert.That(copy.Distinct().Count(), Is.InRange(20, 64));
        Assert.That(clean.Distinct().Count(), Is.GreaterThan(10_000));
    }

    [Test]
    public void Impossible_settings_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(
            () => Simulator(_small with { SignalToNoise = 0 }, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Simulator(_small with { Width = 3 }, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Simulator(_small with { MaximumDefocusAngstrom = 9000 }, 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Simulator(_small with { GreyLevels = 1 }, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Simulator(_small with { StainShare = 1.1 }, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Simulator(_small, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    [Test]
    public void Cancelling_ends_the_work()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(
            () => Simulator(_small, 1).Simulate(new RandomSource(1), source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static MicrographSimulator Simulator(SimulationSettings settings, int threads) =>
        new(ParticleModel.Invent(settings.Particle, new RandomSource(1)), settings, threads);

    // By brute force over all pixels and places, unlike the product.
    private static List<float> InDiscs(
        float[] image, SimulationSettings settings, IReadOnlyList<(double X, double Y)> places, double radius) =>
        [.. image.Where((_, i) => places.Any(place => IsNear(place, i, settings.Width, radius)))];

    private static List<float> OutsideDiscs(
        float[] image, SimulationSettings settings, IReadOnlyList<(double X, double Y)> places, double radius) =>
        [.. image.Where((_, i) => !places.Any(place => IsNear(place, i, settings.Width, radius)))];

    private static bool IsNear((double X, double Y) place, int index, int width, double radius) =>
        double.Hypot((index % width) - place.X, (index / width) - place.Y) <= radius;

    private static double Variance(IReadOnlyCollection<float> values)
    {
        double mean = values.Average(static value => (double)value);
        return values.Average(value => (value - mean) * (value - mean));
    }
}
