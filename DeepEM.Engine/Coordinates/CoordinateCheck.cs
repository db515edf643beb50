using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Holds particles against the micrograph they are said to lie on.</summary>
/// <remarks>Wrong binning or a wrong axis costs nothing visible and everything in accuracy; this is where it shows.
/// What is said of all particles is taken from nine in ten of them: a stray one says nothing of the others.</remarks>
public static class CoordinateCheck
{
    private const int EnoughParticles = 10;

    // Of so many one may be a stray.
    private const int OneInMany = 10;

    // Particles that all lie inside may reach a little beyond the last pixel's centre.
    private const double Slack = 1.02;

    // Particles reach over most of an image: of less of a factor that factor is not the reason.
    private const double LeastOfFactor = 0.7;

    // Binnings that occur.
    private static readonly int[] _factors = [2, 3, 4, 6, 8, 12, 16];

    /// <summary>Drops particles outside the micrograph and says so.</summary>
    /// <param name="picks">The particles.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <param name="warnings">Receives how many were dropped, and whether all lie in the first quarter, as they do
    /// when they were picked on a binned image.</param>
    /// <returns>The particles whose centre lies on the micrograph.</returns>
    /// <exception cref="InvalidFileException">A particle is farther out than the micrograph is large, and is not one
    /// of many that lie inside: these are not its coordinates.</exception>
    public static IReadOnlyList<Particle> KeepInside(
        MicrographPicks picks, int height, int width, ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(warnings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        List<Particle> inside =
            [.. picks.Particles.Where(particle => CoordinateFrame.IsInside(particle, height, width))];
        int outside = picks.Particles.Count - inside.Count;
        bool areMany = OneInMany * outside > picks.Particles.Count;
        bool areStrays = AreStrays(picks.Particles.Count, outside);
        (string explanation, string code, NoticeFigure? figure) = areMany
            ? Explain(picks.Particles, height, width)
            : (string.Empty, NoticeCode.OutsideMicrograph, null);
        if (!areStrays && picks.Particles.Any(particle => IsFar(particle, height, width)))
        {
            Particle far = picks.Particles.First(particle => IsFar(particle, height, width));
            throw new InvalidFileException(
                picks.Source,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a particle at ({far.X}, {far.Y}) lies far outside the {width} x {height} pixels of "
                    + $"{picks.Micrograph}{explanation}"),
                code: code)
            {
                Figure = figure,
            };
        }

        if (outside > 0)
        {
            warnings.Warn(
                picks.Source,
                code,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outside} of {picks.Particles.Count} particles left out, being outside the {width} x {height} "
                    + $"pixels of {picks.Micrograph}{explanation}"),
                figure);
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

    /// <summary>Whether x and y seem to be exchanged.</summary>
    /// <param name="particles">How many particles there are.</param>
    /// <param name="outside">How many lie outside.</param>
    /// <param name="outsideExchanged">How many would lie outside with x and y exchanged.</param>
    /// <returns>True when many lie outside and hardly any would.</returns>
    internal static bool AreSwapped(int particles, int outside, int outsideExchanged) =>
        particles >= EnoughParticles && OneInMany * outside > particles && OneInMany * outsideExchanged <= particles;

    /// <summary>Whether what lies outside says nothing of the others.</summary>
    /// <param name="particles">How many particles there are.</param>
    /// <param name="outside">How many lie outside.</param>
    /// <returns>True for few of many.</returns>
    internal static bool AreStrays(int particles, int outside) =>
        particles >= EnoughParticles && OneInMany * outside <= particles;

    private static bool IsFar(Particle particle, int height, int width) =>
        particle.X < -width || particle.X > 2.0 * width || particle.Y < -height || particle.Y > 2.0 * height;

    // Why many particles lie outside, as far as they show it.
    private static (string Text, string Code, NoticeFigure? Figure) Explain(
        IReadOnlyList<Particle> particles, int height, int width)
    {
        int outside = particles.Count(particle => !CoordinateFrame.IsInside(particle, height, width));
        int outsideExchanged = particles.Count(particle => !CoordinateFrame.IsInside(particle, width, height));
        if (AreSwapped(particles.Count, outside, outsideExchanged))
        {
            return ("; with x and y exchanged they lie inside: are the columns swapped?", NoticeCode.AxesSwapped, null);
        }

        double reach = Reach(particles, height, width);
        int factor = Array.Find(_factors, factor => reach <= factor * Slack);
        if (particles.Count < EnoughParticles || factor == 0 || reach <= Slack)
        {
            return (string.Empty, NoticeCode.OutsideMicrograph, null);
        }

        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"; they reach {reach:0.0#} times its extent: are they angstrom, or pixels of a finer image?");
        bool isLikely = reach >= LeastOfFactor * factor;
        return (text, NoticeCode.CoordinatesScaled, isLikely ? Bin(1.0 / factor) : null);
    }

    // How far they reach in units of the extents, but for strays; 1 is the last column or row.
    private static double Reach(IReadOnlyList<Particle> particles, int height, int width) => particles
        .Select(particle => Math.Max(particle.X / width, particle.Y / height))
        .Order()
        .ElementAt(particles.Count - 1 - (particles.Count / OneInMany));

    private static NoticeFigure? Bin(double? factor) => factor is { } known ? new NoticeFigure("bin", known) : null;

    // The same for coordinates of a coarser image.
    private static double? CoarserBy(IReadOnlyList<Particle> particles, int height, int width)
    {
        double reach = particles.Max(particle => Math.Max(particle.X / width, particle.Y / height));
        int factor = Array.FindLast(_factors, factor => reach * factor <= Slack);
        return factor == 0 ? null : factor;
    }

    private static bool IsInFirstQuarter(Particle particle, int height, int width) =>
        particle.X < width / 2.0 && particle.Y < height / 2.0;
}
