using System.IO.Compression;
using DeepEM.Engine.Micrographs.Packing;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>The pixels of a TIFF page packed with deflate, unpacked by .NET's zlib.</summary>
/// <remarks>LibTiff.NET's zlib took up to twice as long (docs/decisions/0002).</remarks>
/// <param name="path">The file's name, for messages.</param>
/// <param name="file">The file; stays open.</param>
/// <param name="page">The page; its offsets and sizes are checked.</param>
internal sealed class InflatedTiffBlocks(string path, SafeFileHandle file, TiffPage page)
    : PackedTiffBlocks(path, page)
{
    private FileRegion? _packed;
    private ZLibStream? _unpacked;
    private int _block = -1;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _unpacked?.Dispose();
        _packed?.Dispose();
    }

    /// <inheritdoc/>
    protected override void UnpackRow(int block, int row, byte[] buffer, int offset)
    {
        if (block != _block || _unpacked is null)
        {
            Dispose();
            _packed = new FileRegion(Path, file, Page.Offsets[block], Page.ByteCounts[block]);
            _unpacked = new ZLibStream(_packed, CompressionMode.Decompress);
            _block = block;
        }

        try
        {
            _unpacked.ReadExactly(buffer, offset, Page.BlockRowBytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            string? reason = exception is EndOfStreamException ? null : exception.Message.ReplaceLineEndings(" ");
            throw Damaged(Place(block, row), reason, exception);
        }
    }
}
