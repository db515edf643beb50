using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Coordinates;

/// <summary>Holds particles against the micrograph they are said to lie on.</summary>
/// <remarks>Wrong binning or a wrong axis costs nothing visible and everything in accuracy; this is where it shows.
/// </remarks>
public static class CoordinateCheck
{
    private const int EnoughParticles = 10;

    // Particles that all lie inside may reach a little beyond the last pixel's centre.
    private const double Slack = 1.02;

    // Binnings that occur.
    private static readonly int[] _factors = [2, 3, 4, 6, 8, 12, 16];

    /// <summary>Drops particles outside the micrograph and says so.</summary>
    /// <param name="picks">The particles.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <param name="warnings">Receives how many were dropped, and whether all lie in the first quarter, as they do
    /// when they were picked on a binned image.</param>
    /// <returns>The particles whose centre lies on the micrograph.</returns>
    /// <exception cref="InvalidFileException">A particle is farther out than the micrograph is large: these are not
    /// its coordinates.</exception>
    public static IReadOnlyList<Particle> KeepInside(
        MicrographPicks picks, int height, int width, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(warnings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        List<Particle> inside = [];
        foreach (Particle particle in picks.Particles)
        {
            bool isFar = particle.X < -width || particle.X > 2.0 * width
                || particle.Y < -height || particle.Y > 2.0 * height;
            if (isFar)
            {
                throw new InvalidFileException(picks.Source, string.Create(
                    CultureInfo.InvariantCulture,
                    $"a particle at ({particle.X}, {particle.Y}) lies far outside the {width} x {height} pixels of "
                    + $"{picks.Micrograph}{TooLarge(picks.Particles, height, width)}"));
            }

            if (CoordinateFrame.IsInside(particle, height, width))
            {
                inside.Add(particle);
            }
        }

        int outside = picks.Particles.Count - inside.Count;
        if (outside > 0)
        {
            string question = 10 * outside > picks.Particles.Count ? TooLarge(picks.Particles, height, width) : "";
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{picks.Source}: {outside} of {picks.Particles.Count} particles left out, being outside the "
                + $"{width} x {height} pixels of {picks.Micrograph}{question}"));
        }

        if (inside.Count >= EnoughParticles && inside.TrueForAll(particle => IsInFirstQuarter(particle, height, width)))
        {
            warnings.Add(
                $"{picks.Source}: all particles lie in the first quarter of {picks.Micrograph}; were they picked on a "
                + $"binned image{TooSmall(inside, height, width)}?");
        }

        return inside;
    }

    // Farthest particle in units of the extents; 1 is the last column or row.
    private static double Reach(IReadOnlyList<Particle> particles, int height, int width) =>
        particles.Max(particle => Math.Max(particle.X / width, particle.Y / height));

    private static string TooLarge(IReadOnlyList<Particle> particles, int height, int width)
    {
        double reach = Reach(particles, height, width);
        int factor = Array.Find(_factors, factor => reach <= factor * Slack);
        return particles.Count < EnoughParticles || factor == 0 || reach <= Slack
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; all reach {reach:F1} times its extent: are they angstrom, or pixels of a finer image (deepem "
                + $"convert --bin {1.0 / factor:G3})?");
    }

    private static string TooSmall(IReadOnlyList<Particle> particles, int height, int width)
    {
        double reach = Reach(particles, height, width);
        int factor = Array.FindLast(_factors, factor => reach * factor <= Slack);
        return factor == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $" (deepem convert --bin {factor} would spread them over it)");
    }

    private static bool IsInFirstQuarter(Particle particle, int height, int width) =>
        particle.X < width / 2.0 && particle.Y < height / 2.0;
}
