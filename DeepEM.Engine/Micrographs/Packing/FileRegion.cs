using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>Some bytes of a file as a stream, read in pieces.</summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="file">The file; stays open.</param>
/// <param name="offset">First byte.</param>
/// <param name="count">How many; they must lie within the file.</param>
internal sealed class FileRegion(string path, SafeFileHandle file, long offset, long count) : ForwardStream
{
    private const int MostAtOnce = 1 << 13;

    private readonly byte[] _buffer = new byte[Math.Min(count, MostAtOnce)];
    private int _next;
    private int _end;
    private long _done;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_next == _end && !Fill())
        {
            return 0;
        }

        Span<byte> piece = _buffer.AsSpan(_next, Math.Min(buffer.Length, _end - _next));
        piece.CopyTo(buffer);
        _next += piece.Length;
        return piece.Length;
    }

    /// <inheritdoc/>
    // Unpackers read byte by byte.
    public override int ReadByte() => _next < _end || Fill() ? _buffer[_next++] : -1;

    private bool Fill()
    {
        _next = 0;
        _end = (int)Math.Min(_buffer.Length, count - _done);
        InputFile.ReadExactly(path, file, _buffer.AsSpan(0, _end), offset + _done);
        _done += _end;
        return _end > 0;
    }
}
