using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>A cache of pieces of one length, each in a place of its own: a piece is there whole, or not at all.
/// </summary>
/// <remarks>
/// Piece i lies at length·i. Beside the file, in one of the same name with ".marks", four bytes for each piece say
/// that it is there: its checksum (CRC-32, little-endian), written after it; 0 for none. A piece that does not agree
/// with its mark, because the program was killed between both or one of the files was deleted, is not there. Nothing
/// is flushed: what a power cut takes is made anew. Several threads may call at the same time.
/// </remarks>
public sealed class SlotFile : IDisposable
{
    private const int MarkLength = sizeof(uint);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly int _length;
    private readonly SafeFileHandle? _pieces;
    private readonly SafeFileHandle? _marks;

    private SlotFile(string path, int length, bool readOnly)
    {
        (_path, _length) = (path, length);
        _pieces = OpenOne(path, readOnly);
        try
        {
            _marks = OpenOne($"{path}.marks", readOnly);
        }
        catch
        {
            _pieces?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Bytes of each piece, at least 1.</param>
    /// <param name="readOnly">Whether nothing is made or written; where there is no file, no piece is there.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be opened; the message is one line that begins with the path.
    /// </exception>
    public static SlotFile Open(string path, int length, bool readOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (!readOnly)
        {
            OutputFolder.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return new SlotFile(path, length, readOnly);
    }

    /// <summary>Reads a piece.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="piece">Room for it; what is in there when it is not there means nothing.</param>
    /// <returns>Whether it is there.</returns>
    /// <exception cref="IOException">The file cannot be read; the message is one line that begins with the path.
    /// </exception>
    public bool TryRead(int index, Span<byte> piece)
    {
        Require(index, piece.Length);
        if (_pieces is null || _marks is null)
        {
            return false;
        }

        try
        {
            lock (_lock)
            {
                Span<byte> mark = stackalloc byte[MarkLength];
                return RandomAccess.Read(_marks, mark, (long)index * MarkLength) == MarkLength
                    && BinaryPrimitives.ReadUInt32LittleEndian(mark) is > 0 and uint expected
                    && RandomAccess.Read(_pieces, piece, (long)index * _length) == _length
                    && Checksum(piece) == expected;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Writes a piece.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="piece">Its bytes.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public void Write(int index, ReadOnlySpan<byte> piece)
    {
        Require(index, piece.Length);
        Span<byte> mark = stackalloc byte[MarkLength];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Checksum(piece));
        Change(index, piece, mark);
    }

    /// <summary>Takes a piece out.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public void Forget(int index)
    {
        Require(index, _length);
        Change(index, [], stackalloc byte[MarkLength]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pieces?.Dispose();
        _marks?.Dispose();
    }

    private static SafeFileHandle? OpenOne(string path, bool readOnly)
    {
        try
        {
            return File.OpenHandle(
                path,
                readOnly ? FileMode.Open : FileMode.OpenOrCreate,
                readOnly ? FileAccess.Read : FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (readOnly && exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }

    // 0 means that there is none.
    private static uint Checksum(ReadOnlySpan<byte> piece) => Math.Max(1, Crc32.HashToUInt32(piece));

    private void Change(int index, ReadOnlySpan<byte> piece, ReadOnlySpan<byte> mark)
    {
        if (_pieces is null || _marks is null)
        {
            throw new IOException($"{_path}: is there for reading only");
        }

        try
        {
            lock (_lock)
            {
                RandomAccess.Write(_pieces, piece, (long)index * _length);
                RandomAccess.Write(_marks, mark, (long)index * MarkLength);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    private void Require(int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length, _length);
    }

    private IOException Failed(Exception exception) =>
        new($"{_path}: {AtomicFile.Reason(exception)}", exception);
}
