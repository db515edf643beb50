using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;

namespace DeepEM.Engine.Jobs.General;

/// <summary>One of the many kinds of micrographs that a general model learns from.</summary>
/// <remarks>
/// Particles of every shape (balls, shells, rods, tubes, stacked rings, with and without symmetry, smooth and lumpy),
/// at any defocus, from hardly visible to bare, strewn or crowded, with ice lumps, carbon and uneven illumination. The
/// micrographs are made at the pixel size that the network sees; binning a finer one would give the same.
/// </remarks>
/// <param name="Settings">How the micrograph is made.</param>
/// <param name="Diameter">Diameter that a user would state, pixels: near the true one, seldom equal.</param>
public sealed record SimulatedVariety(SimulationSettings Settings, double Diameter)
{
    // Frames with room for a few dozen particles: variety comes from many micrographs, not from large ones.
    private const int Side = 640;

    /// <summary>Draws a kind.</summary>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The kind.</returns>
    public static SimulatedVariety Draw(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double diameter = random.NextDouble(24, 46);
        double angstrom = Spread(90, 400, random);
        return new SimulatedVariety(
            new SimulationSettings
            {
                Height = Side,
                Width = Side,
                PixelSizeAngstrom = angstrom / diameter,
                Particle = Particle(angstrom, random),
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
            },
            diameter * random.NextDouble(0.9, 1.12));
    }

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
