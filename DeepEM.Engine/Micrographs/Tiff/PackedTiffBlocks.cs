using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>The pixels of a TIFF page that is packed: rows are unpacked by a library, what was done to them before is
/// undone here.</summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="page">The page; its offsets and sizes are checked.</param>
internal abstract class PackedTiffBlocks(string path, TiffPage page) : TiffBlocks
{
    private readonly byte[] _stored =
        page.Predictor == TiffPredictor.FloatingPoint ? new byte[page.BlockRowBytes] : [];

    /// <summary>The file's name, for messages.</summary>
    protected string Path { get; } = path;

    /// <summary>The page.</summary>
    protected TiffPage Page { get; } = page;

    /// <inheritdoc/>
    public override void Read(int block, int firstRow, int rows, byte[] buffer)
    {
        for (int i = 0; i < rows; i++)
        {
            int offset = i * Page.BlockRowBytes;
            Span<byte> row = buffer.AsSpan(offset, Page.BlockRowBytes);
            if (Page.Predictor == TiffPredictor.FloatingPoint)
            {
                UnpackRow(block, firstRow + i, _stored, 0);
                TiffPredictor.UndoFloatingPoint(_stored, row);
                continue;
            }

            UnpackRow(block, firstRow + i, buffer, offset);
            if (Page.IsBigEndian == BitConverter.IsLittleEndian)
            {
                PixelConversion.ReverseBytes(row, Page.SampleBytes);
            }

            if (Page.Predictor == TiffPredictor.Horizontal)
            {
                TiffPredictor.UndoHorizontal(row, Page.SampleBytes);
            }
        }
    }

    /// <summary>Unpacks a row; rows are asked for in order.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="row">From 0 within the block.</param>
    /// <param name="buffer">Receives the row as it was packed.</param>
    /// <param name="offset">Where in the buffer.</param>
    /// <exception cref="InvalidFileException">It cannot be unpacked.</exception>
    protected abstract void UnpackRow(int block, int row, byte[] buffer, int offset);

    /// <summary>Where a row lies, in words.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="row">From 0 within the block.</param>
    protected string Place(int block, int row) =>
        Page.IsTiled ? $"tile {block}" : $"row {(block * Page.TileHeight) + row}";

    /// <summary>What to throw where pixels cannot be unpacked.</summary>
    /// <param name="place">Where.</param>
    /// <param name="reason">Why; null where they end too early.</param>
    /// <param name="exception">The library's; null for none.</param>
    protected InvalidFileException Damaged(string place, string? reason, Exception? exception) => new(
        Path,
        $"cannot be unpacked ({Page.Compression}) in {place}: {reason ?? "the packed pixels end there"}",
        exception);
}
