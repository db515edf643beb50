using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>A page as LibTiff.NET gets to see it: a directory of ours, then the packed blocks of the file.</summary>
/// <remarks>
/// The library never sees the file's own directories, which are checked already: version 2.4.660 guesses where their
/// numbers look odd to it, and does not open big-endian BigTIFF. To it, strips and tiles alike are strips as wide as a
/// block, one beneath the other, of bytes that it leaves as they are. Strip n begins n bytes after the directory: that
/// is no place in the file, but says which block to read.
/// </remarks>
internal sealed class TiffPageStream : TiffStream
{
    // No packing makes its content three times as large; what goes beyond is left alone.
    private const int MostPackedPerByte = 3;
    private const int PackedFront = 1 << 12;

    private const int EntryCount = 9;
    private const int EntrySize = 12;
    private const int HeaderSize = 8;
    private const int Shorts = 3;
    private const int Longs = 4;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly TiffPage _page;
    private readonly byte[] _front;
    private int _written;
    private long _position;

    /// <summary>Writes the directory.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; stays open.</param>
    /// <param name="page">The page; its offsets and sizes are checked.</param>
    public TiffPageStream(string path, SafeFileHandle file, TiffPage page)
    {
        _path = path;
        _file = file;
        _page = page;

        LargestBlock = Enumerable.Range(0, page.Offsets.Count).Max(PackedBytes);
        int arrays = HeaderSize + sizeof(ushort) + (EntryCount * EntrySize) + sizeof(uint);
        _front = new byte[arrays + (2 * sizeof(uint) * page.Offsets.Count)];
        WriteDirectory(arrays);
    }

    /// <summary>Bytes of the largest packed block.</summary>
    public int LargestBlock { get; }

    /// <summary>What the library reported first, as it stands in its source; null for nothing.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether it reported that packed bytes are missing.</summary>
    public bool IsShort => Error is not null && SaysShort(Error);

    /// <summary>Whether a message of the library says that packed bytes are missing.</summary>
    /// <param name="message">Without its numbers.</param>
    public static bool SaysShort(string message) => message.Contains("Not enough data", StringComparison.Ordinal);

    /// <summary>Keeps what the library reports.</summary>
    /// <param name="error">A message without its numbers.</param>
    public void Report(string error) => Error ??= error;

    /// <inheritdoc/>
    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, count);
        if (_position < _front.Length)
        {
            ReadOnlySpan<byte> there = _front.AsSpan((int)_position);
            there = there[..Math.Min(there.Length, count)];
            there.CopyTo(target);
            _position += there.Length;
            return there.Length;
        }

        InputFile.ReadExactly(_path, _file, target, _page.Offsets[(int)(_position - _front.Length)]);
        return count;
    }

    /// <inheritdoc/>
    public override long Seek(object clientData, long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Size(clientData) + offset,
    };

    /// <inheritdoc/>
    public override long Size(object clientData) => _front.Length + (long)_page.Offsets.Count;

    /// <inheritdoc/>
    public override void Write(object clientData, byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Close(object clientData)
    {
    }

    private int PackedBytes(int block) => (int)Math.Min(
        _page.ByteCounts[block], Math.Min((_page.BlockBytes * MostPackedPerByte) + PackedFront, Array.MaxLength));

    // TIFF 6.0, section 2. An entry: tag, type, number of values, then the value or where the values are.
    private void WriteDirectory(int arrays)
    {
        int blocks = _page.Offsets.Count;
        "II"u8.CopyTo(_front);
        _written = 2;
        Put(42, sizeof(ushort));
        Put(HeaderSize, sizeof(uint));
        Put(EntryCount, sizeof(ushort));
        Entry(TiffTag.ImageWidth, Longs, _page.TileWidth);
        Entry(TiffTag.ImageLength, Longs, _page.TileHeight * blocks);
        Entry(TiffTag.BitsPerSample, Shorts, _page.Bits);
        Entry(TiffTag.Compression, Shorts, (int)_page.Compression);
        Entry(TiffTag.PhotometricInterpretation, Shorts, 1);
        Entry(TiffTag.StripOffsets, Longs, blocks == 1 ? _front.Length : arrays, blocks);
        Entry(TiffTag.SamplesPerPixel, Shorts, 1);
        Entry(TiffTag.RowsPerStrip, Longs, _page.TileHeight);
        Entry(
            TiffTag.StripByteCounts,
            Longs,
            blocks == 1 ? PackedBytes(0) : arrays + (sizeof(uint) * blocks),
            blocks);

        Put(0, sizeof(uint));
        for (int block = 0; block < blocks; block++)
        {
            Put(_front.Length + block, sizeof(uint));
        }

        for (int block = 0; block < blocks; block++)
        {
            Put(PackedBytes(block), sizeof(uint));
        }
    }

    private void Entry(TiffTag tag, int type, int value, int count = 1)
    {
        Put((int)tag, sizeof(ushort));
        Put(type, sizeof(ushort));
        Put(count, sizeof(uint));
        Put(value, type == Shorts ? sizeof(ushort) : sizeof(uint));
        _written += type == Shorts ? sizeof(ushort) : 0;
    }

    private void Put(int value, int size)
    {
        Span<byte> target = _front.AsSpan(_written, size);
        if (size == sizeof(ushort))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(target, value);
        }

        _written += size;
    }
}
