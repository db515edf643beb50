using System.Buffers;
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
    private readonly SafeFileHandle _file;
    private readonly int _pages;
    private readonly TiffPage _page;

    /// <summary>Reads the directories.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="file">The file; closed with this object.</param>
    /// <param name="slice">Which page, from 0; null for the first.</param>
    /// <exception cref="InvalidFileException">It is no TIFF that can be read, or has no such page.</exception>
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
        using TiffBlocks blocks = _page.Compression == TiffCompression.None
            ? new PlainTiffBlocks(Header.Path, _file, _page)
            : new PackedTiffBlocks(Header.Path, _file, _page);
        int length = _page.IsTiled ? (int)_page.BlockBytes : _page.BlockRowBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (_page.IsTiled)
            {
                ReadTiles(blocks, buffer, pixels);
            }
            else
            {
                for (int y = 0; y < _page.Height; y++)
                {
                    blocks.ReadRow(y, buffer);
                    TiffSamples.Widen(buffer, _page, pixels.Slice(y * _page.Width, _page.Width));
                }
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

    // Tiles at the right and lower edge are whole; what lies outside the image is left out.
    private void ReadTiles(TiffBlocks blocks, byte[] buffer, Span<float> pixels)
    {
        for (int tile = 0; tile < _page.Offsets.Count; tile++)
        {
            blocks.ReadTile(tile, buffer);
            int top = tile / _page.BlocksAcross * _page.TileHeight;
            int left = tile % _page.BlocksAcross * _page.TileWidth;
            int rows = Math.Min(_page.TileHeight, _page.Height - top);
            int columns = Math.Min(_page.TileWidth, _page.Width - left);
            for (int row = 0; row < rows; row++)
            {
                TiffSamples.Widen(
                    buffer.AsSpan(row * _page.BlockRowBytes),
                    _page,
                    pixels.Slice(((top + row) * _page.Width) + left, columns));
            }
        }
    }
}
