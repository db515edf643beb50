using System.Text;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>A text that only grows, line by line, for programs that follow it: each line is one write.</summary>
/// <remarks>
/// The file is opened for every line, so that it may be moved away at any time. A line that a power cut has torn is
/// ended before the next, so that only that one is lost.
/// </remarks>
/// <param name="path">The file, in a folder that exists; made with the first line.</param>
/// <param name="isDurable">Whether a line is on the disk when it was added, and not only with the system.</param>
public sealed class AppendedLines(string path, bool isDurable = false)
{
    private readonly Lock _lock = new();

    /// <summary>Appends a line.</summary>
    /// <param name="line">The line without its end, in UTF-8.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public void Add(ReadOnlySpan<byte> line)
    {
        try
        {
            lock (_lock)
            {
                using var file = new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0);
                file.Write([.. IsTorn(file) ? "\n"u8 : [], .. line, (byte)'\n']);
                if (isDurable)
                {
                    file.Flush(flushToDisk: true);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{byte})"/>
    public void Add(string line) => Add(Encoding.UTF8.GetBytes(line));

    // Leaves the file at its end.
    private static bool IsTorn(FileStream file)
    {
        file.Position = Math.Max(0, file.Length - 1);
        return file.ReadByte() is not (-1 or '\n');
    }
}
