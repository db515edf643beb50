using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Brings micrographs and picks together by their names.</summary>
public static class TrainingItems
{
    private const int ReasonsToName = 3;

    /// <summary>Finds the picks of each micrograph.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of all of them; null to believe lists and headers.</param>
    /// <param name="picks">Manual picks.</param>
    /// <param name="added">More picks, confirmed as particles, or null.</param>
    /// <param name="negatives">Picks confirmed as non-particles, or null.</param>
    /// <param name="warnings">Receives what did not match, each a notice.</param>
    /// <returns>One item for each micrograph, in their order.</returns>
    /// <exception cref="InvalidFileException">Picks could be those of two micrographs.</exception>
    /// <exception cref="TrainingDataException">No micrograph has picks.</exception>
    public static IReadOnlyList<TrainingItem> Match(
        IReadOnlyList<MicrographSource> sources,
        double? pixelSizeAngstrom,
        PickSet picks,
        PickSet? added,
        PickSet? negatives,
        ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(warnings);
        List<Notice> unmatched = [];
        double?[] pixelSizes = [.. sources.Select(source => pixelSizeAngstrom ?? source.PixelSizeAngstrom)];
        IReadOnlyList<Particle>[] particles = Find(sources, pixelSizes, picks, unmatched);
        IReadOnlyList<Particle>[] further = Find(sources, pixelSizes, added, unmatched);
        IReadOnlyList<Particle>[] wrong = Find(sources, pixelSizes, negatives, unmatched);
        int[] without =
            [.. Enumerable.Range(0, sources.Count).Where(i => particles[i].Count + further[i].Count == 0)];
        if (without.Length == sources.Count)
        {
            string[] reasons =
            [
                .. picks.Warnings.Concat(unmatched).Select(notice => notice.ToString())
                    .Distinct(StringComparer.Ordinal),
            ];
            if (reasons.Length > ReasonsToName)
            {
                reasons = [.. reasons.Take(ReasonsToName), $"and {reasons.Length - ReasonsToName} more like these"];
            }

            throw new TrainingDataException(
                $"{picks.Path} has no picks for any of the {sources.Count} micrographs given, {sources[0].Name} being "
                + $"the first{(reasons.Length == 0 ? string.Empty : $" ({string.Join("; ", reasons)})")}");
        }

        foreach (Notice warning in unmatched)
        {
            warnings.Add(warning);
        }

        if (without.Length > 0)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.NoPicks,
                $"{without.Length} of {sources.Count} micrographs have no picks and are not used, "
                + $"{sources[without[0]].Name} for example");
        }

        return
        [
            .. sources.Select((source, i) => new TrainingItem(
                source.Path, pixelSizes[i], particles[i], further[i], wrong[i])),
        ];
    }

    /// <summary>Adds places that count neither as particles nor as background.</summary>
    /// <param name="items">One item for each micrograph.</param>
    /// <param name="sources">The micrographs, in the same order.</param>
    /// <param name="ignored">The places.</param>
    /// <param name="warnings">Receives what did not match, each a notice.</param>
    /// <returns>The items with their places.</returns>
    /// <exception cref="InvalidFileException">Places could be those of two micrographs.</exception>
    public static IReadOnlyList<TrainingItem> WithIgnored(
        IReadOnlyList<TrainingItem> items,
        IReadOnlyList<MicrographSource> sources,
        PickSet ignored,
        ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(ignored);
        ArgumentNullException.ThrowIfNull(warnings);
        List<Notice> unmatched = [];
        IReadOnlyList<Particle>[] places = Find(
            sources, [.. items.Select(item => item.PixelSizeAngstrom)], ignored, unmatched);
        foreach (Notice warning in unmatched)
        {
            warnings.Add(warning);
        }

        return [.. items.Zip(places, (item, unknown) => item with { Ignored = unknown })];
    }

    private static IReadOnlyList<Particle>[] Find(
        IReadOnlyList<MicrographSource> sources, double?[] pixelSizes, PickSet? set, List<Notice> unmatched)
    {
        IReadOnlyList<Particle>[] particles = [.. sources.Select(_ => Array.Empty<Particle>())];
        if (set is null)
        {
            return particles;
        }

        IReadOnlyList<MicrographPicks?> found = set.Match([.. sources.Select(source => source.Name)]);
        for (int i = 0; i < sources.Count; i++)
        {
            if (found[i] is { } own)
            {
                string path = sources[i].Path;
                particles[i] =
                    ParticleCentres.Of(own, pixelSizes[i], () => ParticleCentres.OfHeader(path), unmatched).Particles;
            }
        }

        HashSet<MicrographPicks> takers = new(found.OfType<MicrographPicks>(), ReferenceEqualityComparer.Instance);
        MicrographPicks[] others = [.. set.Micrographs.Where(m => !takers.Contains(m))];
        if (others.Length > 0)
        {
            unmatched.Warn(
                set.Path,
                NoticeCode.Unmatched,
                $"picks of {others.Length} micrographs that were not given, of {others[0].Micrograph} "
                + "for example");
        }

        return particles;
    }
}
