using System.Globalization;
using DeepEM.Engine.Coordinates.Names;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Matches the files of a folder to micrographs by their names.</summary>
/// <remarks>
/// <c>STEM.star</c>, <c>STEM.box</c>, <c>STEM.cbox</c>, <c>STEM.cs</c>, <c>STEM_info.json</c>, and STEM with one of the
/// endings <c>_autopick</c>, <c>_manualpick</c>, <c>_topazpicks</c>, <c>_extract</c>, <c>_picks</c> hold a micrograph's
/// picks; <c>STEM_all</c> holds those below the threshold too. A <c>.txt</c>, <c>.csv</c> or <c>.tsv</c> counts when
/// its first line names x and y. The tables that RELION's jobs write for all micrographs
/// (<see cref="RelionJobFiles"/>) are left out. Two files for one micrograph have to hold the same picks: which one
/// holds is not ours to guess.
/// </remarks>
internal static class PickFolder
{
    private const string FloorSuffix = "_all";
    private const string AutopickSuffix = "_autopick";

    private const string InfoEnding = "_info.json";

    private static readonly string[] _endings = [".star", ".box", ".cbox", ".cs", InfoEnding];

    private static readonly string[] _exactness =
        [".star", ".cs", InfoEnding, ".csv", ".tsv", ".txt", ".cbox", ".box"];

    private static readonly string[] _tableEndings = [".txt", ".csv", ".tsv"];

    // Tables that stand beside picks and say why others are none.
    private static readonly string[] _remarks = ["consensus.csv", "dropped.csv"];

    /// <summary>What programs add to a micrograph's stem to name the file of its picks.</summary>
    public static IReadOnlyList<string> Suffixes { get; } =
        [AutopickSuffix, "_manualpick", "_topazpicks", "_extract", "_picks"];

    /// <summary>Lists the files of picks in a folder, not in its subfolders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stems">Stems of the micrographs in question, or null.</param>
    /// <returns>The files in ordinal order.</returns>
    /// <exception cref="InvalidFileException">The folder cannot be listed.</exception>
    public static IReadOnlyList<PickFile> List(string folder, HashSet<string>? stems)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(folder)
                    .Where(IsPickFile)
                    .Order(StringComparer.Ordinal)
                    .Select(path => Describe(path, stems)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }
    }

    /// <summary>Tells to which micrograph a file belongs, by its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stems">Stems of the micrographs in question, or null; one that is the whole name wins.</param>
    /// <returns>The file with its stem.</returns>
    public static PickFile Describe(string path, HashSet<string>? stems)
    {
        string name = path.EndsWith(InfoEnding, StringComparison.OrdinalIgnoreCase)
            ? Path.GetFileName(path)[..^InfoEnding.Length]
            : Path.GetFileNameWithoutExtension(path);
        if (stems is not null && stems.Contains(name))
        {
            return new PickFile(path, name, ReachesFloor: false);
        }

        if (HasSuffix(name, FloorSuffix))
        {
            return new PickFile(path, name[..^FloorSuffix.Length], ReachesFloor: true);
        }

        string? suffix = Suffixes.FirstOrDefault(suffix => HasSuffix(name, suffix));
        return new PickFile(path, suffix is null ? name : name[..^suffix.Length], ReachesFloor: false);
    }

    /// <summary>Chooses one file per micrograph.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="files">Its files.</param>
    /// <param name="scope">Which picks are wanted.</param>
    /// <param name="stems">Stems of the micrographs in question, or null for all.</param>
    /// <param name="warnings">Receives what was left out.</param>
    /// <returns>The files to read, one per stem, the most exact where a micrograph has several, with the others.
    /// </returns>
    /// <exception cref="InvalidFileException">There is none.</exception>
    public static IReadOnlyList<PickFile> Choose(
        string folder,
        IReadOnlyList<PickFile> files,
        PickScope scope,
        HashSet<string>? stems,
        List<Notice> warnings)
    {
        List<PickFile> chosen = [];
        int others = 0;
        IGrouping<string, PickFile>[] groups = [.. files.GroupBy(file => file.Stem, StringComparer.Ordinal)];
        LooseStems? loose = stems is null ? null : new LooseStems(stems, groups.Select(group => group.Key));
        foreach (IGrouping<string, PickFile> group in groups)
        {
            if (stems is not null && !stems.Contains(group.Key) && !loose!.Contains(group.Key))
            {
                others++;
                continue;
            }

            PickFile[] floor = [.. group.Where(file => file.ReachesFloor)];
            PickFile[] accepted = [.. group.Where(file => !file.ReachesFloor)];
            PickFile[] wanted =
                [.. (scope == PickScope.All && floor.Length > 0 ? floor : accepted).OrderBy(file => Rank(file.Path))];
            if (wanted.Length > 0)
            {
                chosen.Add(wanted[0] with { Others = [.. wanted.Skip(1).Select(file => file.Path)] });
            }
        }

        if (files.Count == 0 || (chosen.Count == 0 && stems is null))
        {
            throw new InvalidFileException(
                folder, $"the folder has no file of picks of its own ({CoordinateFormats.Readable})");
        }

        if (others > 0)
        {
            warnings.Warn(
                folder,
                NoticeCode.Unmatched,
                string.Create(
                CultureInfo.InvariantCulture,
                $"picks of {others} other micrographs not read, of {files[0].Stem} for example"));
        }

        return chosen;
    }

    /// <summary>The file beside a file of accepted picks that reaches down to the floor.</summary>
    /// <param name="path">The file of accepted picks.</param>
    /// <returns>That file where it is there, else <paramref name="path"/>.</returns>
    public static string WithFloor(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string stem = HasSuffix(name, AutopickSuffix) ? name[..^AutopickSuffix.Length] : name;
        string floor = Path.Combine(
            Path.GetDirectoryName(path) ?? "", stem + FloorSuffix + Path.GetExtension(path));
        return File.Exists(floor) ? floor : path;
    }

    private static bool HasSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);

    private static bool IsPickFile(string path)
    {
        string name = Path.GetFileName(path);
        if (name.StartsWith('.') || RelionJobFiles.Contains(name) || _remarks.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        return _endings.Any(ending => EndsWith(name, ending))
            || (_tableEndings.Any(ending => EndsWith(name, ending)) && TableReader.LooksLikeOne(path));
    }

    // The most exact format first; STAR files may have all columns, boxes are often rounded.
    private static int Rank(string path) => Array.FindIndex(_exactness, ending => EndsWith(path, ending));

    private static bool EndsWith(string name, string ending) =>
        name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
