using BitMiracle.LibTiff.Classic;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs;

/// <summary>The pixels of a TIFF page packed with LZW, deflate or PackBits, unpacked by LibTiff.NET.</summary>
/// <remarks>
/// The library sees only a page that <see cref="TiffPageReader"/> has let pass, gives as many bytes as are asked for and
/// no more, and whatever it throws becomes one line.
/// </remarks>
internal sealed class PackedTiffBlocks : TiffBlocks
{
    private readonly string _path;
    private readonly TiffPage _page;
    private readonly TiffInput _input;
    private readonly Tiff _tiff;

    /// <summary>Opens the page.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; stays open.</param>
    /// <param name="page">The page; its offsets and sizes are checked.</param>
    /// <exception cref="InvalidFileException">The library does not take it.</exception>
    public PackedTiffBlocks(string path, SafeFileHandle file, TiffPage page)
    {
        _path = path;
        _page = page;
        _input = new TiffInput(path, file);

        // The library's own handlers write to stderr.
        _ = Tiff.SetErrorHandler(TiffMessages.Instance);
        Tiff? tiff = null;
        Guard("opened", () =>
        {
            // h: the header only; the first directory may be another page's.
            tiff = Tiff.ClientOpen(path, "rh", _input, _input);
            return tiff is not null && tiff.SetSubDirectory(page.DirectoryOffset);
        });
        _tiff = tiff!;
    }

    /// <inheritdoc/>
    public override void ReadRow(int row, byte[] buffer) =>
        Guard($"unpacked in row {row}", () => _tiff.ReadScanline(buffer, row));

    /// <inheritdoc/>
    public override void ReadTile(int tile, byte[] buffer) => Guard(
        $"unpacked in tile {tile}",
        () => _tiff.ReadEncodedTile(tile, buffer, 0, (int)_page.BlockBytes) == _page.BlockBytes);

    /// <inheritdoc/>
    public override void Dispose() => _tiff.Dispose();

    private void Guard(string what, Func<bool> step)
    {
        Exception? cause = null;
        try
        {
            if (step() && _input.LastError is null)
            {
                return;
            }
        }
        catch (Exception exception) when (exception is not (InvalidFileException or OutOfMemoryException))
        {
            cause = exception;
        }

        string reason = (_input.LastError ?? cause?.Message ?? "it ends too early").ReplaceLineEndings(" ");
        throw new InvalidFileException(_path, $"cannot be {what} ({_page.Compression}): {reason}", cause);
    }
}
