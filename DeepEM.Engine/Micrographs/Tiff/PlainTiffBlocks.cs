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
    public override void Read(int block, int firstRow, int rows, byte[] buffer)
    {
        Span<byte> bytes = buffer.AsSpan(0, rows * page.BlockRowBytes);
        InputFile.ReadExactly(path, file, bytes, page.Offsets[block] + ((long)firstRow * page.BlockRowBytes));
        if (page.IsBigEndian == BitConverter.IsLittleEndian)
        {
            PixelConversion.ReverseBytes(bytes, page.SampleBytes);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
