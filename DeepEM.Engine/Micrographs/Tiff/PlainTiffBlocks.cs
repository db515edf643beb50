using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>The pixels of a TIFF page that is not packed, straight from the file.</summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="file">The file; stays open.</param>
/// <param name="page">The page; its offsets and sizes are checked.</param>
internal sealed class PlainTiffBlocks(string path, SafeFileHandle file, TiffPage page) : TiffBlocks
{
    /// <inheritdoc/>
    public override void ReadRow(int row, byte[] buffer) => Read(
        buffer.AsSpan(0, page.BlockRowBytes),
        page.Offsets[row / page.TileHeight] + ((long)(row % page.TileHeight) * page.BlockRowBytes));

    /// <inheritdoc/>
    public override void ReadTile(int tile, byte[] buffer) =>
        Read(buffer.AsSpan(0, (int)page.BlockBytes), page.Offsets[tile]);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private void Read(Span<byte> bytes, long offset)
    {
        InputFile.ReadExactly(path, file, bytes, offset);
        if (page.IsBigEndian == BitConverter.IsLittleEndian)
        {
            PixelConversion.ReverseBytes(bytes, page.SampleBytes);
        }
    }
}
