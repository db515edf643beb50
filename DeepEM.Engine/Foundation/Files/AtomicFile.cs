using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>The one way a file is written: afterwards the old file is there or the new one, never a part.</summary>
/// <remarks>
/// A temporary file in the same directory is written, flushed to the disk and renamed over the target, and the
/// directory is flushed (Pillai et al., "All file systems are not created equal", OSDI 2014, section 4). A failure
/// removes the temporary and leaves the target as it was. Of two programs writing one file the last wins.
/// A link is followed, so the file it names is replaced. A device, for example /dev/stdout, is written directly.
/// </remarks>
public static class AtomicFile
{
    // Small ones: what is large is written in large pieces, which go past the buffer.
    private const int BufferSize = 1 << 12;

    // Characters; the text goes on into the buffer above.
    private const int TextBufferSize = 1 << 10;

    // rwxr-xr-x, from which the system takes what the user's umask takes.
    private const UnixFileMode ProgramMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file, in a directory that exists; replaced when there.</param>
    /// <param name="write">Writes the content into a stream, front to back; what it throws leaves the target alone.
    /// </param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, isProgram: false);

    private static void Write(string path, Action<Stream> write, bool isProgram)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            // Not of where a link leads: /dev/stdout leads to a pipe that has no name.
            switch (NativeFile.KindOf(path))
            {
                case FileKind.Directory:
                    throw new IOException("is a directory, expected a file to write");
                case FileKind.Device or FileKind.Pipe:
                    WriteDirectly(path, write);
                    break;
                default:
                    Replace(Target(path), write, isProgram);
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {Reason(exception)}", exception);
        }
    }

    /// <summary>Writes a text: UTF-8 without a byte order mark, line feeds, the invariant culture.</summary>
    /// <param name="path">The file, in a directory that exists; replaced when there.</param>
    /// <param name="write">Writes the content; what it throws leaves the target alone.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public static void WriteText(string path, Action<TextWriter> write) => WriteText(path, write, isProgram: false);

    /// <summary>Writes a text as <see cref="WriteText(string, Action{TextWriter})"/> does, which everybody who may
    /// read it may run.</summary>
    /// <param name="path">The file, in a directory that exists; replaced when there.</param>
    /// <param name="write">Writes the content; what it throws leaves the target alone.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public static void WriteProgram(string path, Action<TextWriter> write) => WriteText(path, write, isProgram: true);

    private static void WriteText(string path, Action<TextWriter> write, bool isProgram)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(
            path,
            stream =>
            {
                using InvariantWriter writer = new(stream);
                write(writer);
            },
            isProgram);
    }

    /// <summary>Removes a file that is no longer needed; a missing one is no error.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It could not be removed; the message is one line that begins with the path.
    /// </exception>
    public static void Delete(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
                NativeFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {Reason(exception)}", exception);
        }
    }

    /// <summary>Tries whether a file could be written, so that an hour's work does not end where it cannot be kept.
    /// </summary>
    /// <param name="path">The file; it is not touched, only a temporary beside it.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public static void RequireWritable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            switch (NativeFile.KindOf(path))
            {
                case FileKind.Directory:
                    throw new IOException("is a directory, expected a file to write");
                case FileKind.Device or FileKind.Pipe:
                    break;
                default:
                    string target = Target(path);
                    RequireShortEnough(target);
                    Try(Temporary(target));
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {Reason(exception)}", exception);
        }
    }

    /// <summary>Tries whether files could be written in a folder.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="name">Its name as it was given, or that of a folder that is to be made in it.</param>
    /// <exception cref="IOException">They could not; the message is one line that begins with the name.</exception>
    internal static void RequireWritableFolder(string folder, string name)
    {
        try
        {
            Try(Temporary(Path.Combine(folder, "any")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{name}: {Reason(exception)}", exception);
        }
    }

    private static void Try(string temporary)
    {
        File.Create(temporary).Dispose();
        File.Delete(temporary);
    }

    private static string Target(string path) => new FileInfo(path).LinkTarget is null
        ? Path.GetFullPath(path)
        : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    // The name does not contain the target's, which may be as long as the file system allows already.
    private static string Temporary(string target) => Path.Combine(
        Path.GetDirectoryName(target) ?? throw new IOException("names no file"), $".deepem-{Guid.NewGuid():N}.tmp");

    // The name of the temporary is always short enough; only the file system knows how long the target's may be.
    private static void RequireShortEnough(string target)
    {
        try
        {
            File.OpenHandle(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Not there, or not to be read: it may be replaced all the same.
        }
    }

    private static void Replace(string target, Action<Stream> write, bool isProgram)
    {
        string temporary = Temporary(target);
        bool isDone = false;
        try
        {
            using (FileStream stream = new(temporary, OptionsFor(target, isProgram)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Remove(temporary);
            }
        }

        NativeFile.FlushDirectory(Path.GetDirectoryName(target)!);
    }

    private static FileStreamOptions OptionsFor(string target, bool isProgram)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows() && (isProgram || File.Exists(target)))
        {
            options.UnixCreateMode = isProgram ? ProgramMode : File.GetUnixFileMode(target);
        }

        return options;
    }

    private static void WriteDirectly(string target, Action<Stream> write)
    {
        using FileStream stream = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferSize);
        write(stream);
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }

    /// <summary>What went wrong with an output, in one line.</summary>
    internal static string Reason(Exception exception) => exception switch
    {
        DirectoryNotFoundException => "its directory does not exist",
        UnauthorizedAccessException => "permission denied",
        PathTooLongException => "the name is too long",
        _ => exception.Message.ReplaceLineEndings(" "),
    };

    private sealed class InvariantWriter : StreamWriter
    {
        public InvariantWriter(Stream stream)
            : base(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), TextBufferSize, leaveOpen: true) =>
            NewLine = "\n";

        public override IFormatProvider FormatProvider => CultureInfo.InvariantCulture;
    }
}
