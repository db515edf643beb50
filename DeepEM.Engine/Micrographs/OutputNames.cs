using System.Text.RegularExpressions;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs;

/// <summary>Gives every micrograph a name for its output files that no other has and that stays in the output folder.
/// </summary>
/// <remarks>
/// The stem where all stems differ. Where two grids have equal file names, all keep the folders of their names, as
/// RELION does: without the job (<c>MotionCorr/job002/</c>), a drive or root, and any <c>..</c>.
/// </remarks>
public sealed partial class OutputNames
{
    private const string PicksEnding = "_autopick.star";

    private readonly Func<MicrographSource, string> _name;

    private OutputNames(Func<MicrographSource, string> name) => _name = name;

    /// <summary>Stems, for micrographs that come as they are made and whose file names are known to differ.</summary>
    public static OutputNames Stems { get; } = new(source => Safe(source.Stem));

    /// <summary>Names with their folders, for micrographs that come as they are made from several folders.</summary>
    public static OutputNames Folders { get; } = new(source => WithFolders(source, Job()));

    /// <summary>Names with the folders that they have below their RELION job, where RELION 3.1 looks for picks, and
    /// later releases put them: what stands before the first folder <c>jobNNN</c>, and this folder, is left out; a name
    /// without such a folder keeps all of them.</summary>
    public static OutputNames BelowJob { get; } = new(source => WithFolders(source, AnyJob()));

    /// <summary>How micrographs that are all known are named.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <exception cref="InvalidFileException">Two micrographs differ in their extension only.</exception>
    public static OutputNames For(IReadOnlyList<MicrographSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (Stems.FirstRepeated(sources) < 0)
        {
            return Stems;
        }

        return WithFoldersFor(sources, PicksEnding);
    }

    /// <summary>Names with their folders, as RELION has them, for micrographs that are all known.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="ending">What the output is called after its name, for a message.</param>
    /// <exception cref="InvalidFileException">Two micrographs differ in their extension only.</exception>
    public static OutputNames WithFoldersFor(IReadOnlyList<MicrographSource> sources, string ending)
    {
        Folders.RequireDistinct(sources, ending);
        return Folders;
    }

    /// <summary>Refuses micrographs that would write the same files.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="ending">What the output is called after its name, for a message.</param>
    /// <exception cref="InvalidFileException">Two have one name.</exception>
    public void RequireDistinct(IReadOnlyList<MicrographSource> sources, string ending = PicksEnding)
    {
        ArgumentNullException.ThrowIfNull(sources);
        int repeated = FirstRepeated(sources);
        if (repeated >= 0)
        {
            throw new InvalidFileException(
                sources[repeated].Path, $"a second micrograph that would write {Of(sources[repeated])}{ending}");
        }
    }

    /// <summary>Names the outputs of all micrographs.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <returns>A name for each, as by <see cref="Of"/>.</returns>
    /// <exception cref="InvalidFileException">Two micrographs differ in their extension only.</exception>
    public static IReadOnlyList<string> Assign(IReadOnlyList<MicrographSource> sources)
    {
        OutputNames names = For(sources);
        return [.. sources.Select(names.Of)];
    }

    /// <summary>Names the outputs of a micrograph.</summary>
    /// <param name="source">The micrograph.</param>
    /// <returns>A relative name without extension, with / between folders.</returns>
    public string Of(MicrographSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _name(source);
    }

    private int FirstRepeated(IReadOnlyList<MicrographSource> sources)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < sources.Count; i++)
        {
            if (!seen.Add(Of(sources[i])))
            {
                return i;
            }
        }

        return -1;
    }

    private static string WithFolders(MicrographSource source, Regex job)
    {
        string name = job.Replace(source.Name.Replace('\\', '/'), "");
        string[] folders = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> kept = folders[..^1].Where(folder => folder is not ("." or "..")).Select(Safe);
        return string.Join('/', kept.Append(Safe(source.Stem)));
    }

    private static string Safe(string name) => name is "." or ".." ? "_" : name.Replace(':', '_');

    [GeneratedRegex("^[^/]+/job[0-9]+/")]
    private static partial Regex Job();

    // As RELION takes names apart: three digits, then anything, and not at the very beginning.
    [GeneratedRegex("^.+?/job[0-9]{3}[^/]*/")]
    private static partial Regex AnyJob();
}
