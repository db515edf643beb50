using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Cli.Web;

/// <summary>The folders that the page may look into and write to, and nothing beside them.</summary>
/// <remarks>
/// A path of a request is followed link by link, and where it ends must lie in one of the folders. All that is done
/// then is done with the place it ends at, so that a link that is changed meanwhile leads nowhere else.
/// </remarks>
internal sealed class RootedPath
{
    private const int MostLinks = 40;

    private readonly string[] _roots;

    /// <summary>Takes the folders.</summary>
    /// <param name="roots">Folders that are there, or will be made.</param>
    public RootedPath(IEnumerable<string> roots) =>
        _roots = [.. roots.Select(root => Follow(Path.GetFullPath(root))).Distinct(StringComparer.Ordinal)];

    /// <summary>The folders, links followed.</summary>
    public IReadOnlyList<string> Roots => _roots;

    /// <summary>Where a path of a request ends.</summary>
    /// <param name="path">As it came; relative ones begin in the first of the folders.</param>
    /// <returns>The place without links; what is not there yet lies in a folder of ours.</returns>
    /// <exception cref="RequestException">It leads out of the folders.</exception>
    public string Resolve(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || path.Split('/', '\\').Contains(".."))
        {
            throw RequestException.Bad("the path is empty or has .. in it, expected a path without");
        }

        string place = Follow(Path.Combine(_roots[0], path));
        return Holds(place) ? place : throw Outside();
    }

    /// <summary>A file or folder that is there and holds data.</summary>
    /// <param name="path">As it came.</param>
    /// <returns>The place without links.</returns>
    /// <exception cref="RequestException">It leads out of the folders, or nothing is there.</exception>
    /// <exception cref="InvalidFileException">It is a device, a FIFO or a socket.</exception>
    public string ResolveInput(string path)
    {
        string place = Resolve(path);
        if (!Directory.Exists(place))
        {
            InputFile.Open(place).Dispose();
        }

        return place;
    }

    /// <summary>Opens a file of the folders for reading.</summary>
    /// <param name="place">A full path without links.</param>
    /// <returns>The open file, which lies in the folders whatever became of the path meanwhile.</returns>
    /// <exception cref="RequestException">It leads out of the folders.</exception>
    /// <exception cref="InvalidFileException">It is no ordinary file, or cannot be read.</exception>
    public SafeFileHandle Open(string place)
    {
        SafeFileHandle file = InputFile.Open(Resolve(place));

        // Which file it is says the handle: between the look at the path and the opening it may have been exchanged.
        string handle = $"/proc/self/fd/{file.DangerousGetHandle()}";
        if (OperatingSystem.IsLinux() && new FileInfo(handle).LinkTarget is { } target && !Holds(target))
        {
            file.Dispose();
            throw Outside();
        }

        return file;
    }

    /// <summary>Whether a place lies in the folders.</summary>
    /// <param name="place">A full path without links.</param>
    public bool Holds(string place) => Array.Exists(
        _roots,
        root => place == root
            || place.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar,
                StringComparison.Ordinal));

    /// <summary>The place that a full path ends at, every link of every part followed.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="RequestException">Links lead round in a circle.</exception>
    public static string Follow(string path)
    {
        string place = Path.GetPathRoot(path)!;
        Stack<string> parts = new(Parts(path[place.Length..]));
        for (int links = 0; parts.TryPop(out string? part);)
        {
            if (part == "..")
            {
                place = Path.GetDirectoryName(place) ?? place;
                continue;
            }

            string next = Path.Combine(place, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new RequestException(403, "Outside the folders", "the path has too many links");
            }

            if (Path.IsPathRooted(target))
            {
                place = Path.GetPathRoot(target)!;
                target = target[place.Length..];
            }

            foreach (string piece in Parts(target))
            {
                parts.Push(piece);
            }
        }

        return place;
    }

    private static RequestException Outside() =>
        new(403, "Outside the folders", "the path leads out of the folders of this page");

    // The last first, as they lie on the pile of what is still to be followed.
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".")
            .Reverse();
}
