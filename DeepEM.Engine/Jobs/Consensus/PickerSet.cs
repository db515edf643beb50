using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary>The picks of several pickers, micrograph by micrograph.</summary>
/// <param name="Names">How the pickers are called.</param>
/// <param name="Micrographs">For every micrograph the picks of every picker; null where one has no file for it.</param>
internal sealed record PickerSet(
    IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<MicrographPicks?>> Micrographs)
{
    /// <summary>Puts picks of the same micrographs together, by name, else by file name.</summary>
    /// <param name="paths">What each picker's picks were read from.</param>
    /// <param name="pickers">The picks of each.</param>
    /// <exception cref="Foundation.InvalidFileException">Nobody can say whose picks are meant.</exception>
    public static PickerSet Of(IReadOnlyList<string> paths, IReadOnlyList<IReadOnlyList<MicrographPicks>> pickers)
    {
        List<MicrographPicks?[]> rows = [];
        List<string> names = [];
        for (int picker = 0; picker < pickers.Count; picker++)
        {
            IReadOnlyList<MicrographPicks?> found = new PickSet(paths[picker], pickers[picker], []).Match(names);
            HashSet<MicrographPicks> taken = new(ReferenceEqualityComparer.Instance);
            for (int row = 0; row < found.Count; row++)
            {
                if (found[row] is { } picks)
                {
                    rows[row][picker] = picks;
                    taken.Add(picks);
                }
            }

            foreach (MicrographPicks picks in pickers[picker].Where(picks => !taken.Contains(picks)))
            {
                var row = new MicrographPicks?[pickers.Count];
                row[picker] = picks;
                rows.Add(row);
                names.Add(picks.Micrograph);
            }
        }

        return new PickerSet(Called(paths), rows);
    }

    // The shortest end of each path that no other has.
    private static string[] Called(IReadOnlyList<string> paths)
    {
        string[][] parts =
        [
            .. paths.Select(path => Path.TrimEndingDirectorySeparator(path)
                .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar])),
        ];
        return [.. parts.Select((own, n) =>
        {
            int length = 1;
            while (length < own.Length && parts.Where((_, other) => other != n).Any(other => End(other) == End(own)))
            {
                length++;
            }

            return End(own);

            string End(string[] path) => string.Join('/', path.TakeLast(length));
        })];
    }
}
