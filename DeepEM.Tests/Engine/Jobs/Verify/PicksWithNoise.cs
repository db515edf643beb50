using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Tests.Engine.Jobs.Verify;

/// <summary>Picks that are half particles (score 1) and half places without one (score 0).</summary>
internal static class PicksWithNoise
{
    /// <summary>Writes a file for each file of labels.</summary>
    /// <param name="labels">A folder of labels.</param>
    /// <param name="picks">Where to.</param>
    /// <param name="width">Columns of the micrographs.</param>
    /// <param name="height">Rows.</param>
    /// <param name="diameter">Particle diameter, pixels: places lie as far from every particle.</param>
    public static void Write(string labels, string picks, int width, int height, double diameter)
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
