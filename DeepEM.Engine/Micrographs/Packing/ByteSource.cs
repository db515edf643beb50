using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>The bytes of a file from front to back, as they are or unpacked on the way.</summary>
/// <param name="path">The file, for messages.</param>
internal abstract class ByteSource(string path) : IDisposable
{
    /// <summary>The file, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Whether bytes are unpacked on the way, so that how many there are is known at the end only.</summary>
    public abstract bool IsPacked { get; }

    /// <summary>How many bytes there are; of a packed file, how many there can be at most.</summary>
    public abstract long MostBytes { get; }

    /// <summary>Opens a file, unpacking it where it is packed.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="file">The file; owned by the result.</param>
    /// <param name="kind">What it looks like.</param>
    public static ByteSource Open(string path, SafeFileHandle file, FileContentKind kind) =>
        kind is FileContentKind.Gzip or FileContentKind.Bzip2 or FileContentKind.Zstandard
            ? new PackedBytes(path, file, kind)
            : new FileBytes(path, file);

    /// <summary>Reads on.</summary>
    /// <param name="bytes">Overwritten from its beginning.</param>
    /// <returns>How many bytes were read; fewer than asked for only at the end.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read or unpacked.</exception>
    public abstract int Read(Span<byte> bytes);

    /// <summary>Leaves bytes out.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="InvalidFileException">The file cannot be read or unpacked, or ends before.</exception>
    public abstract void Skip(long count);

    /// <summary>Reads on.</summary>
    /// <param name="bytes">Overwritten wholly.</param>
    /// <exception cref="InvalidFileException">The file cannot be read or unpacked, or ends before.</exception>
    public abstract void ReadExactly(Span<byte> bytes);

    /// <summary>Goes to the end of what a header claims and looks whether the file ends there as it should.</summary>
    /// <param name="claimed">Bytes that the header claims in all.</param>
    /// <param name="warnings">Receives what is odd.</param>
    /// <exception cref="InvalidFileException">What follows shows that the bytes read cannot be trusted.</exception>
    public abstract void Finish(long claimed, ICollection<Notice> warnings);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();
}
