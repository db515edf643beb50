using System.Globalization;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Matches the files of a folder to micrographs by their names.</summary>
/// <remarks>
/// <c>STEM.star</c>, <c>STEM.box</c>, <c>STEM.cbox</c>, <c>STEM.cs</c>, <c>STEM_info.json</c>, and STEM with one of the
/// endings <c>_autopick</c>, <c>_manualpick</c>, <c>_picks</c> hold a micrograph's picks; <c>STEM_all</c> holds those
/// below the threshold too. A <c>.txt</c>, <c>.csv</c> or <c>.tsv</c> counts when its first line names x and y.
/// RELION's own files and <c>autopick.star</c> are left out. Two files for one micrograph are an error: which one
/// holds is not ours to guess.
/// </remarks>
internal static class PickFolder
{
    /// <summary>The index that lies beside the files of an auto-picking run.</summary>
    public const string IndexName = "autopick.star";

    private const string FloorSuffix = "_all";
    private const string AutopickSuffix = "_autopick";

    private const string InfoEnding = "_info.json";

    private static readonly string[] _endings = [".star", ".box", ".cbox", ".cs", InfoEnding];

    private static readonly string[] _tableEndings = [".txt", ".csv", ".tsv"];

    private static readonly string[] _suffixes = [AutopickSuffix, "_manualpick", "_picks"];

    private static readonly string[] _foreign =
    [
        IndexName,
        "job.star",
        "job_pipeline.star",
        "default_pipeline.star",
        "note.star",
        "summary.star",
        "micrographs.star",
        "micrographs_ctf.star",
        "micrographs_selected.star",
        "micrographs_split1.star",
    ];

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

        string? suffix = Array.Find(_suffixes, suffix => HasSuffix(name, suffix));
        return new PickFile(path, suffix is null ? name : name[..^suffix.Length], ReachesFloor: false);
    }

    /// <summary>Chooses one file per micrograph.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="files">Its files.</param>
    /// <param name="scope">Which picks are wanted.</param>
    /// <param name="stems">Stems of the micrographs in question, or null for all.</param>
    /// <param name="warnings">Receives what was left out.</param>
    /// <returns>The files to read, one per stem.</returns>
    /// <exception cref="InvalidFileException">There is none, or a micrograph has two.</exception>
    public static IReadOnlyList<PickFile> Choose(
        string folder,
        IReadOnlyList<PickFile> files,
        PickScope scope,
        HashSet<string>? stems,
        List<Notice> warnings)
    {
        List<PickFile> chosen = [];
        int others = 0;
        foreach (IGrouping<string, PickFile> group in files.GroupBy(file => file.Stem, StringComparer.Ordinal))
        {
            if (stems is not null && !stems.Contains(group.Key))
            {
                others++;
                continue;
            }

            PickFile[] floor = [.. group.Where(file => file.ReachesFloor)];
            PickFile[] accepted = [.. group.Where(file => !file.ReachesFloor)];
            PickFile[] wanted = scope == PickScope.All && floor.Length > 0 ? floor : accepted;
            if (wanted.Length > 1)
            {
                throw new InvalidFileException(
                    folder,
                    $"{Path.GetFileName(wanted[0].Path)} and {Path.GetFileName(wanted[1].Path)} are both picks of "
                    + $"{group.Key}, expected one file per micrograph");
            }

            chosen.AddRange(wanted);
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
        if (name.StartsWith('.') || _foreign.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        return _endings.Any(ending => EndsWith(name, ending))
            || (_tableEndings.Any(ending => EndsWith(name, ending)) && TableReader.LooksLikeOne(path));
    }

    private static bool EndsWith(string name, string ending) =>
        name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
