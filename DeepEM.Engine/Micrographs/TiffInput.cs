using BitMiracle.LibTiff.Classic;
using DeepEM.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs;

/// <summary>A file as LibTiff.NET reads it, and the last error the library reported of it.</summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="file">The file; stays open.</param>
internal sealed class TiffInput(string path, SafeFileHandle file) : TiffStream
{
    private readonly long _length = InputFile.Length(path, file);
    private long _position;

    /// <summary>What the library said was wrong, or null.</summary>
    public string? LastError { get; set; }

    /// <inheritdoc/>
    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        int there = (int)Math.Clamp(_length - _position, 0, count);
        InputFile.ReadExactly(path, file, buffer.AsSpan(offset, there), _position);
        _position += there;
        return there;
    }

    /// <inheritdoc/>
    public override void Write(object clientData, byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The file is read only.");

    /// <inheritdoc/>
    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        long start = origin switch
        {
            SeekOrigin.Current => _position,
            SeekOrigin.End => _length,
            _ => 0,
        };
        _position = Math.Max(0, start + offset);
        return _position;
    }

    /// <inheritdoc/>
    public override void Close(object clientData)
    {
    }

    /// <inheritdoc/>
    public override long Size(object clientData) => _length;
}
