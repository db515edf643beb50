using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Opens files for reading: ordinary files only, never waiting, every failure one line.</summary>
/// <remarks>
/// Files are read with read(2), not mapped into memory: a file that shrinks under the reader is then an error that can
/// be reported, and not a signal that ends the program.
/// </remarks>
public static class InputFile
{
    /// <summary>Opens a file that will be read from the front to the back.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="InvalidFileException">It is missing, may not be read or is no ordinary file.</exception>
    public static SafeFileHandle Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string? refusal = NativeFile.KindOf(path) switch
        {
            FileKind.Directory => "is a directory, expected a file",
            FileKind.Pipe => "is a FIFO or socket, expected an ordinary file",
            FileKind.Device => "is a device, expected an ordinary file",
            _ => null,
        };
        if (refusal is not null)
        {
            throw new InvalidFileException(path, refusal);
        }

        try
        {
            // Sharing everything takes no lock: a lock would fail on network file systems and stop nobody.
            return File.OpenHandle(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.SequentialScan);
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            throw Refused(path, exception);
        }
    }

    /// <summary>Length of an open file.</summary>
    /// <param name="path">Its name, for the message.</param>
    /// <param name="file">The file.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="InvalidFileException">The length cannot be had.</exception>
    public static long Length(string path, SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            throw Refused(path, exception);
        }
    }

    /// <summary>Length and time of an open file, to see later whether somebody wrote to it meanwhile.</summary>
    /// <param name="path">Its name, for the message.</param>
    /// <param name="file">The file.</param>
    /// <returns>The stamp.</returns>
    /// <exception cref="InvalidFileException">It cannot be had.</exception>
    public static FileStamp Stamp(string path, SafeFileHandle file)
    {
        try
        {
            return new FileStamp(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            throw Refused(path, exception);
        }
    }

    /// <summary>Fills a buffer from a place in a file.</summary>
    /// <param name="path">Its name, for the message.</param>
    /// <param name="file">The file.</param>
    /// <param name="buffer">Overwritten wholly.</param>
    /// <param name="offset">First byte to read.</param>
    /// <exception cref="InvalidFileException">The file ends before the buffer is full, or cannot be read.</exception>
    public static void ReadExactly(string path, SafeFileHandle file, Span<byte> buffer, long offset)
    {
        try
        {
            int done = 0;
            while (done < buffer.Length)
            {
                int count = RandomAccess.Read(file, buffer[done..], offset + done);
                if (count == 0)
                {
                    throw new InvalidFileException(
                        path, $"ended at byte {offset + done} while it was read, expected {offset + buffer.Length}");
                }

                done += count;
            }
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            throw Refused(path, exception);
        }
    }

    /// <summary>Reads a whole file, meant for texts.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="InvalidFileException">It cannot be opened or read, or is larger than 2 GB.</exception>
    public static byte[] ReadAll(string path)
    {
        using SafeFileHandle file = Open(path);
        long length = Length(path, file);
        if (length > Array.MaxLength)
        {
            throw new InvalidFileException(path, $"has {length} bytes, expected at most {Array.MaxLength}");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        ReadExactly(path, file, bytes, 0);
        return bytes;
    }

    private static bool IsFileTrouble(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static InvalidFileException Refused(string path, Exception exception) => new(
        path,
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "no such file",
            UnauthorizedAccessException => "permission denied",
            PathTooLongException => "the name is too long",
            _ => $"cannot be read: {exception.Message.ReplaceLineEndings(" ")}",
        },
        exception);
}
