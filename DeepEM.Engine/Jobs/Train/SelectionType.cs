using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Picks of one kind among those that a person marked in several (RELION's
/// <c>_rlnParticleSelectionType</c>).</summary>
/// <remarks>
/// RELION's manual picking gives every pick the number of the kind that was chosen in its window; where a person never
/// chose, all have one number, which is 2 in files of RELION 3.1 and 4. So where there is one kind it is taken,
/// whatever its number, and of several the lowest.
/// </remarks>
internal static class SelectionType
{
    private const string Label = "_rlnParticleSelectionType";

    /// <summary>Takes the picks of one kind.</summary>
    /// <param name="picks">Picks, with the tables they were read from.</param>
    /// <param name="wanted">The kind; null for the lowest that there is.</param>
    /// <param name="notices">Is told what was left out.</param>
    /// <returns>The picks of this kind, and those of tables that know no kinds.</returns>
    /// <exception cref="TrainingDataException">There is no pick of the kind that is wanted.</exception>
    public static PickSet Choose(PickSet picks, int? wanted, ICollection<Notice> notices)
    {
        SortedDictionary<int, int> counts = [];
        foreach (int type in picks.Micrographs.SelectMany(TypesOf).OfType<int>())
        {
            counts[type] = counts.GetValueOrDefault(type) + 1;
        }

        string types = counts.Count == 0 ? "no types" : string.Join(", ", counts.Select(
            count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} ({count.Value} picks)")));
        if (wanted is { } asked && !counts.ContainsKey(asked))
        {
            throw new TrainingDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{picks.Path} has no picks of selection type {asked}, found {types}"));
        }

        if (counts.Count < 2)
        {
            return picks;
        }

        int chosen = wanted ?? counts.Keys.First();
        notices.Add(new Notice(
            NoticeSeverity.Information,
            picks.Path,
            NoticeCode.SelectionTypes,
            string.Create(CultureInfo.InvariantCulture, $"has picks of selection types {types}: {chosen} is learnt")));
        return new PickSet(picks.Path, picks.Micrographs.Select(one => Of(one, chosen)), picks.Warnings);
    }

    private static MicrographPicks Of(MicrographPicks picks, int chosen) => picks with
    {
        Particles = [.. picks.Particles.Zip(TypesOf(picks)).Where(each => (each.Second ?? chosen) == chosen)
            .Select(each => each.First)],
    };

    private static IEnumerable<int?> TypesOf(MicrographPicks picks)
    {
        StarRows? rows = picks.Table?.Particles;
        int column = rows?.IndexOf(Label) ?? -1;
        return picks.Particles.Select(
            particle => column < 0 ? (int?)null : rows!.WholeNumber(particle.Row, Label));
    }
}
