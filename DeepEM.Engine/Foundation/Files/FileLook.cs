using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>What a file looked like at a moment: equal looks are of a file that nobody has touched in between.
/// </summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was last written to, UTC.</param>
/// <param name="Node">Number of the file on its file system, which a replaced file does not keep; 0 where there is no
/// such number.</param>
public readonly record struct FileLook(long Length, DateTime Modified, ulong Node)
{
    /// <summary>Looks at an open file. A file system over a network may answer from its memory when it is asked by
    /// name; for a file that was just opened it asks its server.</summary>
    /// <param name="path">Its name, for the message.</param>
    /// <param name="file">The file.</param>
    /// <returns>The look.</returns>
    /// <exception cref="InvalidFileException">It cannot be had.</exception>
    public static FileLook At(string path, SafeFileHandle file)
    {
        FileStamp stamp = InputFile.Stamp(path, file);
        return new FileLook(stamp.Length, stamp.Modified, NativeFile.NodeOf(file));
    }

    /// <summary>Looks at a file by its name, without opening it; links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The look; null where there is no ordinary file of this name.</returns>
    public static FileLook? ByName(string path)
    {
        if (NativeFile.KindOf(path) != FileKind.Regular)
        {
            return null;
        }

        try
        {
            FileInfo file = new(path);
            return new FileLook(file.Length, file.LastWriteTimeUtc, NativeFile.NodeOf(path)?.Node ?? 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
