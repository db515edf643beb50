using System.Buffers;
using System.Runtime.CompilerServices;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>A micrograph in a TIFF or BigTIFF: one page of it.</summary>
/// <remarks>
/// Its pixel size counts as unknown: the resolution tags mostly tell the density of a screen or printer. RELION takes
/// its last row as y = 0.
/// </remarks>
internal sealed class TiffImage : ImageFile
{
    // Rows are read some at a time, in a piece that fits in the processor's second cache.
    private const int BandBytes = 1 << 16;

    private readonly SafeFileHandle _file;
    private readonly int _pages;
    private readonly TiffPage _page;

    /// <summary>Reads the directories.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="file">The file; closed with this object.</param>
    /// <param name="slice">Which page, from 0; null for the first.</param>
    /// <exception cref="InvalidFileException">It is not a TIFF that can be read, or has no such page.</exception>
    public TiffImage(string path, SafeFileHandle file, int? slice)
    {
        _file = file;
        var front = new TiffFront(path, file);
        _pages = front.Pages;
        int number = slice ?? 0;
        if (number < 0 || number >= _pages)
        {
            throw new InvalidFileException(path, $"has no slice {number}, expected 0 to {_pages - 1}");
        }

        List<Notice> warnings = [];
        _page = new TiffPageReader(path, front).Read(number, warnings);
        Header = new MicrographHeader(path, _page.Height, _page.Width, _pages, PixelSizeAngstrom: null, warnings);
    }

    /// <inheritdoc/>
    public override MicrographHeader Header { get; }

    /// <inheritdoc/>
    public override string Images => $"{_pages} pages";

    /// <inheritdoc/>
    public override bool IsReversedByRelion => true;

    /// <inheritdoc/>
    public override long ReadRows(Span<float> pixels, ICollection<Notice> warnings)
    {
        using TiffBlocks blocks = OpenBlocks();
        int band = Math.Clamp(BandBytes / _page.BlockRowBytes, 1, _page.TileHeight);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(band * _page.BlockRowBytes);
        try
        {
            for (int block = 0; block < _page.Offsets.Count; block++)
            {
                ReadBlock(blocks, block, band, buffer, pixels);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return _page.Format == TiffSampleFormat.Float ? PixelConversion.CountDamaged(pixels) : 0;
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    private TiffBlocks OpenBlocks() => _page.Compression switch
    {
        TiffCompression.None => new PlainTiffBlocks(Header.Path, _file, _page),
        TiffCompression.Lzw or TiffCompression.PackBits => new LibTiffBlocks(Header.Path, _file, _page),
        _ => new InflatedTiffBlocks(Header.Path, _file, _page),
    };

    // Tiles at the right and lower edge are whole; what lies outside the image is read and left out.
    // Optimised at the first call: a run may read a single micrograph.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadBlock(TiffBlocks blocks, int block, int band, byte[] buffer, Span<float> pixels)
    {
        int top = block / _page.BlocksAcross * _page.TileHeight;
        int left = block % _page.BlocksAcross * _page.TileWidth;
        int columns = Math.Min(_page.TileWidth, _page.Width - left);
        int stored = _page.StoredRows(block);
        int rows;
        for (int first = 0; first < stored; first += rows)
        {
            rows = Math.Min(band, stored - first);
            blocks.Read(block, first, rows, buffer);
            int inside = Math.Min(rows, _page.Height - top - first);
            for (int row = 0; row < inside; row++)
            {
                PixelConversion.Widen(
                    buffer.AsSpan(row * _page.BlockRowBytes, columns * _page.SampleBytes),
                    _page.Samples,
                    pixels.Slice(((top + first + row) * _page.Width) + left, columns));
            }
        }
    }
}
