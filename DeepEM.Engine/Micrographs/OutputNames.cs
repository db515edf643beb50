using System.Text.RegularExpressions;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs;

/// <summary>Gives every micrograph a name for its output files that no other has and that stays in the output folder.
/// </summary>
/// <remarks>
/// The stem where all stems differ. Where two grids have equal file names, all keep the folders of their names, as
/// RELION does: without the job (<c>MotionCorr/job002/</c>), a drive or root, and any <c>..</c>.
/// </remarks>
public static partial class OutputNames
{
    /// <summary>Names the outputs.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <returns>A relative name without extension for each, with / between folders.</returns>
    /// <exception cref="InvalidFileException">Two micrographs differ in their extension only.</exception>
    public static IReadOnlyList<string> Assign(IReadOnlyList<MicrographSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        string[] names = [.. sources.Select(source => Safe(source.Stem))];
        if (FirstRepeated(names) < 0)
        {
            return names;
        }

        names = [.. sources.Select(WithFolders)];
        int repeated = FirstRepeated(names);
        return repeated < 0
            ? names
            : throw new InvalidFileException(
                sources[repeated].Path, $"a second micrograph that would write {names[repeated]}_autopick.star");
    }

    private static int FirstRepeated(string[] names)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return Array.FindIndex(names, name => !seen.Add(name));
    }

    private static string WithFolders(MicrographSource source)
    {
        string name = Job().Replace(source.Name.Replace('\\', '/'), "");
        string[] folders = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> kept = folders[..^1].Where(folder => folder is not ("." or "..")).Select(Safe);
        return string.Join('/', kept.Append(Safe(source.Stem)));
    }

    private static string Safe(string name) => name is "." or ".." ? "_" : name.Replace(':', '_');

    [GeneratedRegex("^[^/]+/job[0-9]+/")]
    private static partial Regex Job();
}
