using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;

namespace DeepEM.Tests.Engine.Jobs.Verify;

/// <summary>Picks that are half particles (score 1) and half places without one (score 0).</summary>
internal static class PicksWithNoise
{
    private const int Width = 860;
    private const int Height = 800;
    private const double PixelSizeAngstrom = 4;

    /// <summary>Simulates two micrographs of clear particles, and writes picks for them.</summary>
    /// <param name="micrographs">Where the micrographs and their labels go.</param>
    /// <param name="picks">Where the picks go.</param>
    /// <param name="diameterAngstrom">Particle diameter.</param>
    /// <param name="seed">Seed of the micrographs.</param>
    public static void Simulate(string micrographs, string picks, double diameterAngstrom, long seed)
    {
        new DataSetSimulator(
            new SimulationSettings
            {
                Height = Height,
                Width = Width,
                PixelSizeAngstrom = PixelSizeAngstrom,
                SignalToNoise = 0.5,
                Particle = new ParticleModelSettings { DiameterAngstrom = diameterAngstrom },
            },
            seed,
            threads: 2).Write(micrographs, 2);
        Write(Path.Combine(micrographs, "truth"), picks, Width, Height, diameterAngstrom / PixelSizeAngstrom);
    }

    // A file for each file of labels; places lie a diameter from every particle.
    private static void Write(string labels, string picks, int width, int height, double diameter)
    {
        Directory.CreateDirectory(picks);
        var random = new RandomSource(8);
        foreach (MicrographPicks own in PickReader.Read(labels).Micrographs)
        {
            List<Particle> all = [.. own.Particles.Select(particle => particle with { FigureOfMerit = 1 })];
            for (int attempt = 0; attempt < 4000 && all.Count < 2 * own.Particles.Count; attempt++)
            {
                Particle place = new(
                    random.NextDouble(diameter, width - diameter), random.NextDouble(diameter, height - diameter), 0);
                if (all.TrueForAll(other => Distance(place, other) > diameter))
                {
                    all.Add(place);
                }
            }

            PickStarWriter.Write(Path.Combine(picks, $"{own.Stem}.star"), all);
        }
    }

    private static double Distance(Particle one, Particle other) =>
        Math.Sqrt(((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));
}
