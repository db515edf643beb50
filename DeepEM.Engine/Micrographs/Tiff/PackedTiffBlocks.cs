using System.IO.Compression;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Packing;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>The pixels of a TIFF page packed with LZW, deflate or PackBits, unpacked row by row.</summary>
/// <remarks>
/// Unpacked here, with .NET's inflating, and not by LibTiff.NET: version 2.4.660 takes a strip of LZW that ends too
/// early for a whole one, and does not open big-endian BigTIFF files. Nothing is unpacked beyond what the page claims.
/// </remarks>
/// <param name="path">The file's name, for messages.</param>
/// <param name="file">The file; stays open.</param>
/// <param name="page">The page; its offsets and sizes are checked.</param>
internal sealed class PackedTiffBlocks(string path, SafeFileHandle file, TiffPage page) : TiffBlocks
{
    private readonly byte[] _stored =
        page.Predictor == TiffPredictor.FloatingPoint ? new byte[page.BlockRowBytes] : [];

    private FileRegion? _packed;
    private Stream? _strip;

    /// <inheritdoc/>
    public override void ReadRow(int row, byte[] buffer)
    {
        if (row % page.TileHeight == 0)
        {
            _strip?.Dispose();
            _strip = Open(row / page.TileHeight);
        }

        Stream strip = _strip ?? throw new InvalidOperationException("Rows are read in order, from the first.");
        ReadRow(strip, buffer.AsSpan(0, page.BlockRowBytes), $"row {row}");
    }

    /// <inheritdoc/>
    public override void ReadTile(int tile, byte[] buffer)
    {
        using Stream stream = Open(tile);
        for (int row = 0; row < page.TileHeight; row++)
        {
            ReadRow(stream, buffer.AsSpan(row * page.BlockRowBytes, page.BlockRowBytes), $"tile {tile}");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _strip?.Dispose();
        _packed?.Dispose();
    }

    private Stream Open(int block)
    {
        _packed = new FileRegion(path, file, page.Offsets[block], page.ByteCounts[block]);
        return page.Compression switch
        {
            TiffCompression.Lzw => new LzwStream(_packed),
            TiffCompression.PackBits => new PackBitsStream(_packed),
            _ => new ZLibStream(_packed, CompressionMode.Decompress),
        };
    }

    private void ReadRow(Stream stream, Span<byte> row, string place)
    {
        bool isFloatingPoint = page.Predictor == TiffPredictor.FloatingPoint;
        try
        {
            stream.ReadExactly(isFloatingPoint ? _stored : row);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            string reason = exception is EndOfStreamException
                ? "the packed pixels end there"
                : exception.Message.ReplaceLineEndings(" ");
            throw new InvalidFileException(
                path, $"cannot be unpacked ({page.Compression}) in {place}: {reason}", exception);
        }

        if (isFloatingPoint)
        {
            TiffPredictor.UndoFloatingPoint(_stored, row);
            return;
        }

        if (page.IsBigEndian == BitConverter.IsLittleEndian)
        {
            PixelConversion.ReverseBytes(row, page.SampleBytes);
        }

        if (page.Predictor == TiffPredictor.Horizontal)
        {
            TiffPredictor.UndoHorizontal(row, page.SampleBytes);
        }
    }
}
