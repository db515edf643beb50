using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>Chooses among scored picks, in memory: first on each micrograph, then over all of them.</summary>
/// <remarks>
/// Of two picks that are too near the one of the higher score stays, as in picking; no pick that is left out later
/// for its score could have pushed out one that stays, so the order of the steps does not matter. Picks keep the order
/// of their file.
/// </remarks>
internal static class PickChoice
{
    /// <summary>Leaves out what is too near to a better pick, and what is too many on one micrograph.</summary>
    /// <param name="picks">Picks of one micrograph.</param>
    /// <param name="settings">What is asked for.</param>
    /// <returns>Those that stay.</returns>
    /// <exception cref="InvalidFileException">A distance is asked for and the pixel size is not known.</exception>
    public static MicrographPicks OnMicrograph(MicrographPicks picks, SelectionSettings settings)
    {
        IReadOnlyList<Particle> kept = picks.Particles;
        if (settings.MinimumDistanceAngstrom is { } distance && kept.Count > 1)
        {
            double pixelSize = picks.PixelSizeAngstrom ?? throw new InvalidFileException(
                picks.Source,
                $"the pixel size of {picks.Micrograph} is not known, so a distance in angstrom says nothing",
                code: NoticeCode.PixelSizeUnknown);
            kept = Apart(kept, distance / pixelSize);
        }

        return settings.MostPerMicrograph is { } most && kept.Count > most
            ? picks with { Particles = Best(kept, most) }
            : picks with { Particles = kept };
    }

    /// <summary>The lowest threshold at which enough of the picks are expected to be particles.</summary>
    /// <param name="scores">Scores of all picks, probabilities, in any order.</param>
    /// <param name="precision">Share of particles that is asked for, 0 to 1.</param>
    /// <returns>The score of the last pick that may be kept; null where not even the best pick is that sure.</returns>
    public static double? ThresholdFor(IEnumerable<double> scores, double precision)
    {
        double? threshold = null;
        double sum = 0;
        int count = 0;
        foreach (double score in scores.OrderDescending())
        {
            sum += score;
            count++;
            if (sum < precision * count)
            {
                break;
            }

            threshold = score;
        }

        return threshold;
    }

    /// <summary>Keeps the best of all micrographs.</summary>
    /// <param name="all">Picks of every micrograph.</param>
    /// <param name="count">How many; of equal scores the first of the first micrograph come first.</param>
    /// <returns>Every micrograph with those that stay.</returns>
    public static IReadOnlyList<MicrographPicks> Best(IReadOnlyList<MicrographPicks> all, int count)
    {
        HashSet<int>[] kept = [.. all.Select(_ => new HashSet<int>())];
        IEnumerable<(int Micrograph, int Number)> best = all
            .SelectMany((picks, m) => picks.Particles.Select((particle, n) => (m, n, particle.FigureOfMerit)))
            .OrderByDescending(place => place.FigureOfMerit)
            .Take(count)
            .Select(place => (place.m, place.n));
        foreach ((int micrograph, int number) in best)
        {
            kept[micrograph].Add(number);
        }

        return
        [
            .. all.Select((picks, m) => picks with
            {
                Particles = [.. picks.Particles.Where((_, n) => kept[m].Contains(n))],
            }),
        ];
    }

    private static Particle[] Best(IReadOnlyList<Particle> particles, int count)
    {
        HashSet<int> kept = [.. Enumerable.Range(0, particles.Count)
            .OrderByDescending(n => particles[n].FigureOfMerit)
            .Take(count)];
        return [.. particles.Where((_, n) => kept.Contains(n))];
    }

    // A micrograph has each place once, so a place tells which pick it was.
    private static Particle[] Apart(IReadOnlyList<Particle> particles, double distance)
    {
        Peak[] peaks =
        [
            .. particles.OrderByDescending(particle => particle.FigureOfMerit)
                .Select(particle => new Peak(particle.Y, particle.X, (float)particle.FigureOfMerit)),
        ];
        HashSet<(double, double)> places =
            [.. new MinimumDistance(distance).Enforce(peaks).Select(peak => (peak.Y, peak.X))];
        return [.. particles.Where(particle => places.Contains((particle.Y, particle.X)))];
    }
}
