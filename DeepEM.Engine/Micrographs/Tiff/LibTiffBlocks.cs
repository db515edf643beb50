using System.Buffers;
using DeepEM.Engine.Foundation;
using Microsoft.Win32.SafeHandles;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>The pixels of a TIFF page packed with LZW or PackBits, unpacked by LibTiff.NET.</summary>
/// <remarks>
/// The library reports what is wrong in three ways: it throws, returns false, or tells its handler and goes on with
/// what it makes of the rest. All three are damage here, and this class is the only place that deals with them. A
/// packed block is in memory as a whole. PackBits is unpacked a block at a time, for by rows the library drops what a
/// run has beyond the end of a row.
/// </remarks>
internal sealed class LibTiffBlocks : PackedTiffBlocks
{
    private readonly TiffPageStream _stream;
    private readonly LibTiff _library;
    private readonly byte[] _packed;
    private readonly byte[] _unpacked = [];
    private int _block = -1;

    static LibTiffBlocks() => LibTiff.SetErrorHandler(new TiffErrors());

    /// <summary>Begins at the first block.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; stays open.</param>
    /// <param name="page">The page; its offsets and sizes are checked.</param>
    public LibTiffBlocks(string path, SafeFileHandle file, TiffPage page)
        : base(path, page)
    {
        _stream = new TiffPageStream(path, file, page);
        _library = LibTiff.ClientOpen(path, "r", _stream, _stream)
            ?? throw new InvalidOperationException($"LibTiff.NET does not open our directory: {_stream.Error}");
        _packed = ArrayPool<byte>.Shared.Rent(_stream.LargestBlock);
        _library.ReadBufferSetup(_packed, _packed.Length);
        if (UnpacksWhole)
        {
            _unpacked = ArrayPool<byte>.Shared.Rent((int)page.BlockBytes);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _library.Dispose();
        ArrayPool<byte>.Shared.Return(_packed);
        ArrayPool<byte>.Shared.Return(_unpacked);
    }

    /// <inheritdoc/>
    protected override void UnpackRow(int block, int row, byte[] buffer, int offset)
    {
        bool isDone = false;
        Exception? thrown = null;
        try
        {
            isDone = UnpacksWhole
                ? ReadOfWhole(block, row, buffer.AsSpan(offset))
                : _library.ReadScanline(buffer, offset, (block * Page.TileHeight) + row, plane: 0);
        }
        catch (Exception exception) when (exception is not (InvalidFileException or OutOfMemoryException))
        {
            thrown = exception;
        }

        if (!isDone || _stream.Error is not null)
        {
            string? reason = _stream.IsShort ? null : "the packed pixels are damaged there";
            throw Damaged(UnpacksWhole ? PlaceOfWhole(block) : Place(block, row), reason, thrown);
        }
    }

    private bool UnpacksWhole => Page.Compression == TiffCompression.PackBits;

    private bool ReadOfWhole(int block, int row, Span<byte> target)
    {
        if (block != _block)
        {
            int size = Page.StoredRows(block) * Page.BlockRowBytes;
            if (_library.ReadEncodedStrip(block, _unpacked, 0, size) != size || _stream.Error is not null)
            {
                return false;
            }

            _block = block;
        }

        _unpacked.AsSpan(row * Page.BlockRowBytes, Page.BlockRowBytes).CopyTo(target);
        return true;
    }

    private string PlaceOfWhole(int block)
    {
        int top = block * Page.TileHeight;
        return Page.IsTiled ? Place(block, row: 0) : $"rows {top} to {top + Page.StoredRows(block) - 1}";
    }
}
