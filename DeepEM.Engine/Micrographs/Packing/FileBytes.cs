using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>The bytes of a file as they are, read with read(2).</summary>
internal sealed class FileBytes : ByteSource
{
    private readonly SafeFileHandle _file;
    private long _position;

    /// <summary>Begins at the first byte.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; closed with this object.</param>
    public FileBytes(string path, SafeFileHandle file)
        : base(path)
    {
        _file = file;
        MostBytes = InputFile.Length(path, file);
    }

    /// <inheritdoc/>
    public override bool IsPacked => false;

    /// <inheritdoc/>
    public override long MostBytes { get; }

    /// <summary>Bytes that have not been read.</summary>
    public long Rest => MostBytes - _position;

    /// <summary>Goes to a place.</summary>
    /// <param name="position">Byte from the beginning, at least 0; may lie beyond the end.</param>
    public void MoveTo(long position) => _position = position;

    /// <inheritdoc/>
    public override int Read(Span<byte> bytes)
    {
        Span<byte> there = bytes[..(int)Math.Clamp(Rest, 0, bytes.Length)];
        ReadExactly(there);
        return there.Length;
    }

    /// <inheritdoc/>
    public override void ReadExactly(Span<byte> bytes)
    {
        InputFile.ReadExactly(Path, _file, bytes, _position);
        _position += bytes.Length;
    }

    /// <summary>Reads from a place, which does not move the position; several threads may do so.</summary>
    /// <param name="bytes">Overwritten wholly.</param>
    /// <param name="position">First byte.</param>
    /// <exception cref="InvalidFileException">The file cannot be read, or ends before.</exception>
    public void ReadAt(Span<byte> bytes, long position) => InputFile.ReadExactly(Path, _file, bytes, position);

    /// <inheritdoc/>
    public override void Skip(long count) => _position = checked(_position + count);

    /// <inheritdoc/>
    // The length was held against the header before anything was read.
    public override void Finish(long claimed, ICollection<Notice> warnings)
    {
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
