using System.Buffers;
using System.Runtime.InteropServices;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Packing;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>A micrograph in an MRC file (MRC2014; modes 0, 1, 2, 6, 12 and 101; both byte orders), packed or not.
/// </summary>
/// <remarks>
/// The header is held against the file's size before memory is taken (<see cref="MrcHeaderReader"/>). Pixels are read
/// front to back in pieces that stay in the processor's cache while they are converted. A truncated file is refused,
/// never filled with zeros.
/// </remarks>
internal sealed class MrcImage : ImageFile
{
    // Large enough that the system calls do not count, small enough for a second-level cache.
    private const int PieceSize = 1 << 20;

    private readonly ByteSource _bytes;
    private readonly MrcHeader _header;
    private readonly int _slice;

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The file, at its first byte; closed with this object, or when this throws.</param>
    /// <param name="slice">Which section, from 0; null for the first.</param>
    /// <exception cref="InvalidFileException">It is no readable MRC file or has no such section.</exception>
    public MrcImage(ByteSource bytes, int? slice)
    {
        _bytes = bytes;
        try
        {
            Span<byte> head = stackalloc byte[MrcHeader.Size];
            head = head[..bytes.Read(head)];
            _header = MrcHeaderReader.Read(bytes.Path, head, bytes.MostBytes, bytes.IsPacked);
            _slice = slice ?? 0;
            if (_slice < 0 || _slice >= _header.Sections)
            {
                throw new InvalidFileException(
                    bytes.Path, $"has no slice {_slice}, expected 0 to {_header.Sections - 1}");
            }
        }
        catch
        {
            bytes.Dispose();
            throw;
        }

        Header = new MicrographHeader(
            bytes.Path, _header.Rows, _header.Columns, _header.Sections, _header.PixelSizeAngstrom, _header.Warnings);
    }

    /// <inheritdoc/>
    public override MicrographHeader Header { get; }

    /// <inheritdoc/>
    public override string Images => $"NZ = {_header.Sections}, a stack or volume";

    /// <inheritdoc/>
    public override long ReadRows(Span<float> pixels, ICollection<Notice> warnings)
    {
        _bytes.Skip(_header.ExtendedHeaderBytes + (_slice * _header.SectionBytes));
        long damaged = 0;
        switch (_header.Samples)
        {
            case SampleType.Floats:
                damaged = ReadFloats(pixels);
                break;
            case SampleType.Nibbles:
                ReadPacked(pixels);
                break;
            default:
                damaged = ReadSmallNumbers(pixels);
                break;
        }

        _bytes.Finish(_header.DataOffset + (_header.SectionBytes * _header.Sections), warnings);
        return damaged;
    }

    /// <inheritdoc/>
    public override bool HasRowAccess => _bytes is FileBytes && _header.Samples != SampleType.Nibbles;

    /// <inheritdoc/>
    public override long ReadSome(int firstRow, Span<float> pixels)
    {
        if (!HasRowAccess)
        {
            return base.ReadSome(firstRow, pixels);
        }

        long position = _header.DataOffset + (_slice * _header.SectionBytes) + (firstRow * _header.RowBytes);
        var file = (FileBytes)_bytes;
        if (_header.Samples == SampleType.Floats)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(pixels);
            file.ReadAt(bytes, position);
            ReverseBytes(bytes);
            return PixelConversion.CountDamaged(pixels);
        }

        int length = pixels.Length * PixelBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> bytes = buffer.AsSpan(0, length);
            file.ReadAt(bytes, position);
            ReverseBytes(bytes);
            return Widen(bytes, pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _bytes.Dispose();

    private int PixelBytes => _header.Samples switch
    {
        SampleType.Floats => sizeof(float),
        SampleType.UnsignedBytes or SampleType.SignedBytes => sizeof(byte),
        _ => sizeof(ushort),
    };

    private long ReadFloats(Span<float> pixels)
    {
        long damaged = 0;
        for (int done = 0; done < pixels.Length;)
        {
            Span<float> piece = pixels.Slice(done, Math.Min(PieceSize / sizeof(float), pixels.Length - done));
            ReadPiece(MemoryMarshal.AsBytes(piece));
            damaged += PixelConversion.CountDamaged(piece);
            done += piece.Length;
        }

        return damaged;
    }

    private long ReadSmallNumbers(Span<float> pixels)
    {
        int pixelBytes = PixelBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        long damaged = 0;
        try
        {
            for (int done = 0; done < pixels.Length;)
            {
                Span<float> piece = pixels.Slice(done, Math.Min(PieceSize / pixelBytes, pixels.Length - done));
                Span<byte> bytes = buffer.AsSpan(0, piece.Length * pixelBytes);
                ReadPiece(bytes);
                damaged += Widen(bytes, piece);
                done += piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return damaged;
    }

    // Rows of four-bit pixels are padded to whole bytes, so every row is widened by itself.
    private void ReadPacked(Span<float> pixels)
    {
        int rowBytes = (int)_header.RowBytes;
        int rowsAtOnce = Math.Clamp(PieceSize / rowBytes, 1, _header.Rows);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(rowsAtOnce * rowBytes);
        try
        {
            for (int first = 0; first < _header.Rows; first += rowsAtOnce)
            {
                int rows = Math.Min(rowsAtOnce, _header.Rows - first);
                ReadPiece(buffer.AsSpan(0, rows * rowBytes));
                for (int row = 0; row < rows; row++)
                {
                    Span<float> target = pixels.Slice((first + row) * _header.Columns, _header.Columns);
                    PixelConversion.Widen(buffer.AsSpan(row * rowBytes, rowBytes), _header.Samples, target);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private long Widen(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        PixelConversion.Widen(bytes, _header.Samples, pixels);
        return _header.Samples == SampleType.Halves ? PixelConversion.CountDamaged(pixels) : 0;
    }

    private void ReadPiece(Span<byte> bytes)
    {
        _bytes.ReadExactly(bytes);
        ReverseBytes(bytes);
    }

    private void ReverseBytes(Span<byte> bytes)
    {
        if (_header.IsBigEndian == BitConverter.IsLittleEndian)
        {
            PixelConversion.ReverseBytes(bytes, _header.Samples == SampleType.Nibbles ? 1 : PixelBytes);
        }
    }
}
