using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Micrographs.Preparation;

namespace DeepEM.Tests.Support;

/// <summary>A simulated micrograph with a film of carbon, dark lumps and padding at known places.</summary>
internal sealed class MaskedScene
{
    public const int Side = 2048;
    public const int Padding = 60;
    public const double Diameter = 84;
    public const double LumpRadius = 1.2 * Diameter;

    /// <summary>Middles of the lumps.</summary>
    public static readonly (double X, double Y)[] Lumps = [(500, 420), (1500, 900), (800, 1500)];

    private readonly CarbonEdge? _carbon;

    public MaskedScene(long seed, bool hasCarbon, bool isSpoilt, bool isInverted = false, double signalToNoise = 0.1)
    {
        var settings = new SimulationSettings
        {
            Height = Side,
            Width = Side,
            PixelSizeAngstrom = 2,
            Particle = new ParticleModelSettings { DiameterAngstrom = 2 * Diameter },
            SignalToNoise = signalToNoise,
            LumpsPerSquareMicrometre = 0,
            CarbonProbability = hasCarbon ? 1 : 0,
        };
        var random = new RandomSource(seed);
        var simulator = new MicrographSimulator(
            ParticleModel.Invent(settings.Particle, new RandomSource(1)), settings, threads: 2);
        _carbon = simulator.Arrange(random).Carbon;
        SimulatedMicrograph simulated = simulator.Simulate(random);
        Particles = simulated.Particles;
        Micrograph = new Micrograph("scene.mrc", Side, Side, simulated.Pixels, 2, []);
        if (isSpoilt)
        {
            AddLumps();
            PaddedBorderTests.Pad(Micrograph, Padding, 0, Padding, 0);
        }

        if (isInverted)
        {
            Micrograph = Micrograph with { Pixels = Array.ConvertAll(Micrograph.Pixels, p => -p) };
        }

        double binning = NetworkPresets.BinningFor(Diameter);
        BinnedDiameter = Diameter / binning;
        using var backend = new SimdBackend(1);
        using var preparer = new MicrographPreparer(backend, binning, BinnedDiameter);
        Image = preparer.Prepare(Micrograph, "scene");
        Measurement = MaskMeasurement.Of(Micrograph, Image, BinnedDiameter);
    }

    public Micrograph Micrograph { get; }

    public PreparedMicrograph Image { get; }

    public MaskMeasurement Measurement { get; }

    public double BinnedDiameter { get; }

    public IReadOnlyList<Particle> Particles { get; }

    /// <summary>Particles that neither padding nor a lump has buried.</summary>
    public IEnumerable<Particle> FreeParticles => Particles.Where(p =>
        p.X > Padding + (Diameter / 2) && p.Y > Padding + (Diameter / 2)
        && Lumps.All(l => double.Hypot(p.X - l.X, p.Y - l.Y) > LumpRadius + Diameter));

    /// <summary>How far on the film a place lies, pixels; negative in the hole.</summary>
    public double CarbonDepth(double x, double y) => _carbon?.Depth(x, y) ?? double.NegativeInfinity;

    private void AddLumps()
    {
        float[] pixels = Micrograph.Pixels;
        double mean = pixels.Average(p => (double)p);
        double deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, Side);
            if (Lumps.Any(l => double.Hypot(x - l.X, y - l.Y) < LumpRadius))
            {
                pixels[i] -= (float)(3 * deviation);
            }
        }
    }
}
