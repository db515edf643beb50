using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

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
        MicrographPicks picks, int height, int width, ICollection<Notice> warnings)
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
                double? finer = FinerBy(picks.Particles, height, width);
                throw new InvalidFileException(
                    picks.Source,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a particle at ({particle.X}, {particle.Y}) lies far outside the {width} x {height} pixels of "
                        + $"{picks.Micrograph}{TooLarge(picks.Particles, height, width)}"),
                    code: CodeOf(finer))
                {
                    Figure = Bin(finer),
                };
            }

            if (CoordinateFrame.IsInside(particle, height, width))
            {
                inside.Add(particle);
            }
        }

        int outside = picks.Particles.Count - inside.Count;
        if (outside > 0)
        {
            bool areMany = 10 * outside > picks.Particles.Count;
            double? finer = areMany ? FinerBy(picks.Particles, height, width) : null;
            warnings.Warn(
                picks.Source,
                CodeOf(finer),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outside} of {picks.Particles.Count} particles left out, being outside the {width} x {height} "
                    + $"pixels of {picks.Micrograph}{(areMany ? TooLarge(picks.Particles, height, width) : "")}"),
                Bin(finer));
        }

        if (inside.Count >= EnoughParticles && inside.TrueForAll(particle => IsInFirstQuarter(particle, height, width)))
        {
            warnings.Warn(
                picks.Source,
                NoticeCode.CoordinatesScaled,
                $"all particles lie in the first quarter of {picks.Micrograph}; were they picked on a binned image?",
                Bin(CoarserBy(inside, height, width)));
        }

        return inside;
    }

    // Farthest particle in units of the extents; 1 is the last column or row.
    private static double Reach(IReadOnlyList<Particle> particles, int height, int width) =>
        particles.Max(particle => Math.Max(particle.X / width, particle.Y / height));

    private static string CodeOf(double? bin) =>
        bin is null ? NoticeCode.OutsideMicrograph : NoticeCode.CoordinatesScaled;

    private static NoticeFigure? Bin(double? factor) => factor is { } known ? new NoticeFigure("bin", known) : null;

    private static string TooLarge(IReadOnlyList<Particle> particles, int height, int width) =>
        FinerBy(particles, height, width) is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; all reach {Reach(particles, height, width):F1} times its extent: are they angstrom, or pixels of a "
                + $"finer image?");

    // The binning that brings coordinates of a finer image onto this one, or null where it is none that occurs.
    private static double? FinerBy(IReadOnlyList<Particle> particles, int height, int width)
    {
        double reach = Reach(particles, height, width);
        int factor = Array.Find(_factors, factor => reach <= factor * Slack);
        return particles.Count < EnoughParticles || factor == 0 || reach <= Slack ? null : 1.0 / factor;
    }

    // The same for coordinates of a coarser image.
    private static double? CoarserBy(IReadOnlyList<Particle> particles, int height, int width)
    {
        double reach = Reach(particles, height, width);
        int factor = Array.FindLast(_factors, factor => reach * factor <= Slack);
        return factor == 0 ? null : factor;
    }

    private static bool IsInFirstQuarter(Particle particle, int height, int width) =>
        particle.X < width / 2.0 && particle.Y < height / 2.0;
}
