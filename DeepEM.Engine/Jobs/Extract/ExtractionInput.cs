using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>Brings picks together with the micrographs they are to be cut out of.</summary>
/// <param name="settings">What to do.</param>
/// <param name="warnings">Receives what is odd.</param>
/// <param name="failures">Receives files of picks that cannot be read.</param>
internal sealed class ExtractionInput(
    ExtractionSettings settings, List<Notice> warnings, List<InvalidFileException> failures)
{
    private const string StackEnding = ".mrcs";

    /// <summary>Reads the picks.</summary>
    /// <param name="sources">The micrographs, with their rows where they come from a STAR file.</param>
    /// <param name="path">A folder, a list or a file of picks.</param>
    /// <returns>The micrographs that have picks, in the order of the list.</returns>
    /// <exception cref="InvalidFileException">Nothing can be read, no picks belong to a micrograph, or two micrographs
    /// would write one stack.</exception>
    public IReadOnlyList<ExtractionItem> Read(IReadOnlyList<MicrographSource> sources, string path)
    {
        string[] names = [.. sources.Select(source => source.Name)];
        PickSet set = PickReader.Read(
            path, PickScope.Accepted, names, settings.IsStrict ? null : failures, keepsTables: true);

        // Micrographs without picks are passed over, and the report counts them.
        warnings.AddRange(set.Warnings.Where(warning => warning.Code != NoticeCode.NoPicks));
        IReadOnlyList<MicrographPicks?> found = set.Match(names);
        if (found.All(picks => picks is null))
        {
            throw failures.Count > 0 ? failures[0] : new InvalidFileException(
                path,
                $"has no picks for any of the {sources.Count} micrographs given, {names[0]} being the first",
                code: NoticeCode.NothingMatched);
        }

        SayWhatIsLeft(set, found);
        SayWhatOriginsMean(found);
        OutputNames stacks = NamesOf(sources);
        List<ExtractionItem> items = [];
        foreach ((MicrographSource source, MicrographPicks? picks) in sources.Zip(found))
        {
            Particle[] wanted = [.. (picks?.Particles ?? []).Where(IsWanted)];
            if (wanted.Length > 0)
            {
                items.Add(new ExtractionItem(
                    source, picks!, wanted, Path.Combine(settings.Folder, stacks.Of(source) + StackEnding)));
            }
        }

        return items.Count > 0 ? items : throw new InvalidFileException(
            path, "has no pick to cut out of these micrographs", code: NoticeCode.NoPicks);
    }

    private bool IsWanted(Particle particle) =>
        settings.LeastScore is not { } least || particle.FigureOfMerit >= least;

    // Names of a list are those of a project, and its folders are kept as RELION keeps them.
    private static OutputNames NamesOf(IReadOnlyList<MicrographSource> sources) =>
        sources.Any(source => source.Row is not null)
            ? OutputNames.WithFoldersFor(sources, StackEnding)
            : OutputNames.For(sources);

    private void SayWhatOriginsMean(IReadOnlyList<MicrographPicks?> found)
    {
        foreach (ParticleTable table in found.Select(picks => picks?.Table).OfType<ParticleTable>().Distinct())
        {
            bool areInPixels = table.Particles.HasColumn(RelionLabels.OriginX)
                && !table.Particles.HasColumn(RelionLabels.OriginXAngstrom);
            if (areInPixels)
            {
                warnings.Warn(
                    table.Path,
                    NoticeCode.ColumnsNotKept,
                    $"{RelionLabels.OriginX} and {RelionLabels.OriginY} are carried along in pixels, and RELION reads "
                    + "origins in angstrom since 3.1");
            }
        }
    }

    private void SayWhatIsLeft(PickSet set, IReadOnlyList<MicrographPicks?> found)
    {
        HashSet<MicrographPicks> taken = new(found.OfType<MicrographPicks>(), ReferenceEqualityComparer.Instance);
        MicrographPicks[] others = [.. set.Micrographs.Where(picks => !taken.Contains(picks))];
        if (others.Length > 0)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.Unmatched,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"picks of {others.Length} micrographs that were not given left out, of {others[0].Micrograph} for "
                    + $"example"));
        }
    }
}
