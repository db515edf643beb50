using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;

namespace DeepEM.Engine.Jobs.General;

/// <summary>One of the many kinds of micrographs that a general model learns from.</summary>
/// <remarks>
/// Particles of every shape (balls, shells, rods, tubes, stacked rings, with and without symmetry, smooth and lumpy),
/// at any defocus, from hardly visible to bare, in ice, in detergent or in stain, strewn or crowded up to contact, with
/// ice lumps, carbon, uneven illumination and what cameras and 8-bit copies add. The micrographs are made at the pixel
/// size that the network sees; binning a finer one would give the same.
/// </remarks>
/// <param name="Settings">How the micrograph is made.</param>
/// <param name="Diameter">Diameter that a user would state, pixels: near the true one, seldom equal.</param>
public sealed record SimulatedVariety(SimulationSettings Settings, double Diameter)
{
    // Frames with room for a few dozen particles: variety comes from many micrographs, not from large ones.
    private const int Side = 640;

    private const double CrowdedShare = 0.3;
    private const double MembraneShare = 0.05;
    private const double StainShare = 0.04;

    /// <summary>Draws a kind.</summary>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The kind.</returns>
    public static SimulatedVariety Draw(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double angstrom = Spread(90, 400, random);
        ParticleModelSettings particle = Particle(angstrom, random);

        // What a user states of a tube is rather its width than the diagonal, which is its largest extent.
        double stated = random.NextDouble(24, 44);
        double diameter = stated * (particle.Shape == ParticleShape.Cylinder ? random.NextDouble(1, 1.25) : 1);
        var settings = new SimulationSettings
        {
            Height = Side,
            Width = Side,
            PixelSizeAngstrom = angstrom / diameter,
            Particle = particle,
            SignalToNoise = Spread(0.04, 6, random),
            MinimumCoverage = 0.03,
            MaximumCoverage = 0.6,
            MinimumDistanceDiameters = random.NextDouble(0.6, 1.1),
            StrengthVariation = random.NextDouble(0, 0.6),
            EdgeMarginDiameters = 0,
            VoltageKilovolt = random.NextInt32(3) switch { 0 => 120, 1 => 200, _ => 300 },
            AmplitudeContrast = random.NextDouble(0, 0.15),
            EnvelopeBFactor = Spread(20, 400, random),
            MinimumDefocusAngstrom = 5000,
            MaximumDefocusAngstrom = 40000,
            SolventPower = Spread(0.5, 40, random),
            SolventLengthAngstrom = Spread(20, 200, random),
            ThonRingShare = random.NextDouble(),
            DetectorBlurPixels = random.NextDouble(0, 0.8),
            LumpsPerSquareMicrometre = random.NextDouble() < 0.3 ? 0 : Spread(3, 100, random),
            CarbonProbability = 0.25,
            IlluminationGradient = random.NextDouble(),
        };
        settings = Crowd(settings, random);
        settings = Specimen(settings, random);
        settings = Camera(settings, random);
        return new SimulatedVariety(settings, stated * random.NextDouble(0.9, 1.15));
    }

    // Fields of particles that touch: random places alone leave half of the area free.
    private static SimulationSettings Crowd(SimulationSettings settings, RandomSource random)
    {
        if (random.NextDouble() >= CrowdedShare)
        {
            return settings;
        }

        return settings with
        {
            Packing = random.NextDouble() < 0.6 ? ParticlePacking.Relaxed : ParticlePacking.Hexagonal,
            MinimumCoverage = 0.4,
            MaximumCoverage = 0.95,
            MinimumDistanceDiameters = random.NextDouble(0.85, 1.05) * MeanWidth(settings.Particle),
        };
    }

    // Over the largest extent: longish particles that touch lie nearer to each other than balls do.
    private static double MeanWidth(ParticleModelSettings particle)
    {
        AxisStretch stretch = particle.Stretch;
        double width = Math.Cbrt(stretch.X * stretch.Y * stretch.Z);
        return particle.Shape == ParticleShape.Cylinder
            ? width / double.Hypot(Math.Max(stretch.X, stretch.Y), stretch.Z)
            : width / Math.Max(Math.Max(stretch.X, stretch.Y), stretch.Z);
    }

    // Membrane proteins in detergent, thin and of little contrast; strong particles in negative stain.
    private static SimulationSettings Specimen(SimulationSettings settings, RandomSource random)
    {
        double kind = random.NextDouble();
        if (kind < MembraneShare)
        {
            return settings with
            {
                Particle = settings.Particle with { BeltDensity = random.NextDouble(0.3, 0.9) },
                SignalToNoise = Spread(0.04, 1, random),
            };
        }

        if (kind < MembraneShare + StainShare)
        {
            return settings with
            {
                VoltageKilovolt = 120,
                AmplitudeContrast = random.NextDouble(0.1, 0.5),
                SignalToNoise = Spread(0.5, 10, random),
                StainShare = random.NextDouble(0.2, 1),
                StainLengthAngstrom = settings.Particle.DiameterAngstrom * random.NextDouble(0.1, 0.4),
            };
        }

        return settings;
    }

    // What cameras and copies do to grey levels.
    private static SimulationSettings Camera(SimulationSettings settings, RandomSource random) => settings with
    {
        DetectorSpreadPixels = random.NextDouble() < 0.1 ? random.NextDouble(0, 0.4) : 0,
        GreyLevels = random.NextDouble() < 0.1 ? 16 + random.NextInt32(240) : null,
        DeadLines = random.NextDouble() < 0.05 ? random.NextDouble(0, 3) : 0,
        IlluminationGradient = random.NextDouble() < 0.08 ? random.NextDouble(1, 6) : settings.IlluminationGradient,
    };

    private static ParticleModelSettings Particle(double diameterAngstrom, RandomSource random) =>
        random.NextDouble() < 0.5 ? Body(diameterAngstrom, random) : Complex(diameterAngstrom, random);

    // Smooth bodies: shells such as apoferritin, tubes and rings such as KLH, filled balls and drums.
    private static ParticleModelSettings Body(double diameterAngstrom, RandomSource random)
    {
        bool cylinder = random.NextDouble() < 0.5;
        double width = Spread(0.05, 0.12, random);
        return new ParticleModelSettings
        {
            DiameterAngstrom = diameterAngstrom,
            Shape = cylinder ? ParticleShape.Cylinder : ParticleShape.Ellipsoid,
            BlobCount = random.NextInt32(250) + 150,
            HollowFraction = random.NextDouble() < 0.75 ? random.NextDouble(0.4, 0.85) : 0,
            Layers = random.NextDouble() < 0.5 ? random.NextInt32(6) + 2 : 0,
            MinimumBlobWidth = width,
            MaximumBlobWidth = width * random.NextDouble(1.01, 1.8),
            Stretch = new AxisStretch(1, 1, cylinder ? random.NextDouble(0.5, 1.3) : random.NextDouble(0.8, 1.2)),
        };
    }

    // Lumpy complexes of few or many parts, with and without symmetry.
    private static ParticleModelSettings Complex(double diameterAngstrom, RandomSource random)
    {
        bool cylinder = random.NextDouble() < 0.45;
        int symmetry = random.NextDouble() < 0.4 ? 1 : random.NextInt32(12) + 1;
        double width = Spread(0.04, 0.2, random);
        return new ParticleModelSettings
        {
            DiameterAngstrom = diameterAngstrom,
            Shape = cylinder ? ParticleShape.Cylinder : ParticleShape.Ellipsoid,
            SymmetryOrder = symmetry,
            BlobCount = Math.Max(3, (int)(Spread(6, 400, random) / symmetry)),
            HollowFraction = random.NextDouble() < 0.7 ? random.NextDouble(0.4, 0.93) : 0,
            Layers = random.NextDouble() < 0.5 ? random.NextInt32(6) + 2 : 0,
            MinimumBlobWidth = width,
            MaximumBlobWidth = width * random.NextDouble(1.01, 1.8),
            Stretch = Stretch(cylinder, symmetry, random),
        };
    }

    private static AxisStretch Stretch(bool cylinder, int symmetry, RandomSource random) => (cylinder, symmetry) switch
    {
        (true, _) => new AxisStretch(1, 1, random.NextDouble(0.5, 1.5)),
        (false, 1) => new AxisStretch(
            random.NextDouble(0.6, 1), random.NextDouble(0.6, 1), random.NextDouble(0.6, 1)),
        _ => new AxisStretch(1, 1, random.NextDouble(0.6, 1.4)),
    };

    // Equal chance for equal ratios.
    private static double Spread(double low, double high, RandomSource random) =>
        low * Math.Pow(high / low, random.NextDouble());
}
