using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using Microsoft.Win32.SafeHandles;
using SharpCompress.Compressors.BZip2;
using ZstdSharp;

namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>The bytes that a gzip, bzip2 or zstd file unpacks to, unpacked on the way.</summary>
/// <remarks>
/// Nothing is unpacked but what a reader asks for, and readers ask for what a header claims: a bomb stops there.
/// Several members, streams or frames one after the other, as pigz and pbzip2 write them, count as one. Check sums are
/// verified by the libraries.
/// </remarks>
internal sealed class PackedBytes : ByteSource
{
    private const int BufferSize = 1 << 16;

    private readonly FileContentKind _kind;
    private readonly long _packedLength;
    private readonly uint _sizeAtTheEnd;
    private readonly FileStream _packed;
    private readonly Stream _unpacker;
    private long _position;

    /// <summary>Begins at the first byte.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; closed with this object.</param>
    /// <param name="kind">How it is packed.</param>
    public PackedBytes(string path, SafeFileHandle file, FileContentKind kind)
        : base(path)
    {
        _kind = kind;
        _packedLength = InputFile.Length(path, file);
        MostBytes = PackedSize.Most(_packedLength, kind);
        _sizeAtTheEnd = kind == FileContentKind.Gzip ? SizeAtTheEnd(path, file) : 0;
        _packed = new FileStream(file, FileAccess.Read, BufferSize);
        try
        {
            _unpacker = Unpacker(_packed, kind);
        }
        catch (Exception exception) when (exception is not (InvalidFileException or OutOfMemoryException))
        {
            // The library for bzip2 reads the first block's header at once.
            throw Damaged(exception);
        }
    }

    /// <inheritdoc/>
    public override bool IsPacked => true;

    /// <inheritdoc/>
    public override long MostBytes { get; }

    /// <inheritdoc/>
    public override int Read(Span<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            int count;
            try
            {
                count = _unpacker.Read(bytes[done..]);
            }
            catch (Exception exception) when (exception is not (InvalidFileException or OutOfMemoryException))
            {
                throw Damaged(exception);
            }

            if (count == 0)
            {
                break;
            }

            done += count;
            _position += count;
        }

        return done;
    }

    /// <inheritdoc/>
    public override void ReadExactly(Span<byte> bytes)
    {
        long expected = _position + bytes.Length;
        if (Read(bytes) < bytes.Length)
        {
            throw new InvalidFileException(Path, string.Create(
                CultureInfo.InvariantCulture,
                $"is {FileContent.Describe(_kind)} and unpacks to {_position} bytes, expected {expected} or more: "
                + $"it is truncated or its header is wrong"));
        }
    }

    /// <inheritdoc/>
    public override void Skip(long count)
    {
        Span<byte> buffer = stackalloc byte[1 << 13];
        for (long rest = count; rest > 0;)
        {
            Span<byte> piece = buffer[..(int)Math.Min(rest, buffer.Length)];
            ReadExactly(piece);
            rest -= piece.Length;
        }
    }

    /// <inheritdoc/>
    public override void Finish(long claimed, ICollection<Notice> warnings)
    {
        Skip(claimed - _position);
        byte[] buffer = new byte[BufferSize];
        int more = Read(buffer);
        if (more == buffer.Length)
        {
            throw new InvalidFileException(Path, string.Create(
                CultureInfo.InvariantCulture,
                $"unpacks to more than the {claimed} bytes its header claims; stopped there"));
        }

        if (more > 0)
        {
            warnings.Warn(
                Path,
                NoticeCode.TrailingBytes,
                string.Create(
                CultureInfo.InvariantCulture, $"{more} bytes after the last pixel; ignored"));
        }

        // The runtime takes a gzip file that ends before its check sum for a whole one.
        if (_kind == FileContentKind.Gzip && _sizeAtTheEnd != (uint)_position)
        {
            warnings.Warn(
                Path,
                NoticeCode.HeaderOdd,
                "the size at the end of the gzip file is not that of its content: it is cut off in its last "
                + "eight bytes, or consists of several parts");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _unpacker.Dispose();
        _packed.Dispose();
    }

    private static Stream Unpacker(Stream stream, FileContentKind kind) => kind switch
    {
        FileContentKind.Gzip => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true),
        FileContentKind.Bzip2 => BZip2Stream.Create(
            stream,
            SharpCompress.Compressors.CompressionMode.Decompress,
            decompressConcatenated: true,
            leaveOpen: true),
        FileContentKind.Zstandard => new DecompressionStream(stream, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind that is packed."),
    };

    private static uint SizeAtTheEnd(string path, SafeFileHandle file)
    {
        Span<byte> size = stackalloc byte[sizeof(uint)];
        InputFile.ReadExactly(path, file, size, Math.Max(0, InputFile.Length(path, file) - size.Length));
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    private InvalidFileException Damaged(Exception exception) => new(
        Path,
        string.Create(
            CultureInfo.InvariantCulture,
            $"is {FileContent.Describe(_kind)} and cannot be unpacked beyond byte {_position} of its content: ")
        + exception.Message.ReplaceLineEndings(" "),
        exception);
}
