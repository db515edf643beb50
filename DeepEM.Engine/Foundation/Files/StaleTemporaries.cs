namespace DeepEM.Engine.Foundation.Files;

/// <summary>Clears away what a program that was killed or lost its power left of <see cref="AtomicFile"/>.</summary>
/// <remarks>
/// A temporary file goes when nobody holds its lock, which a writer does until it has written all, and when it has not
/// been touched for an hour, since a lock may not reach from one machine to another and ends before the file is
/// renamed. What is spared is hidden, read by nobody and cleared away another time.
/// </remarks>
public static class StaleTemporaries
{
    /// <summary>Names of temporary files.</summary>
    internal const string Pattern = ".deepem-*.tmp";

    private static readonly TimeSpan _leastAge = TimeSpan.FromHours(1);

    /// <summary>Clears a folder, not those below it; whatever cannot be removed stays.</summary>
    /// <param name="folder">The folder; may be missing.</param>
    public static void Remove(string folder) => Remove(folder, _leastAge);

    /// <summary>Clears a folder, not those below it, where nobody is known to write.</summary>
    /// <param name="folder">The folder; may be missing.</param>
    /// <param name="leastAge">What was touched since is spared.</param>
    public static void Remove(string folder, TimeSpan leastAge)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder, Pattern) : [])
            {
                RemoveOne(path, leastAge);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only tidying: the work itself will say what is wrong with the folder.
        }
    }

    private static void RemoveOne(string path, TimeSpan leastAge)
    {
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < leastAge || NativeFile.KindOf(path) != FileKind.Regular)
        {
            return;
        }

        try
        {
            using FileStream free = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A living writer has it.
        }
    }
}
