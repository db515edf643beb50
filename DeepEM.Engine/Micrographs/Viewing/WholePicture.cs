using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>A whole micrograph at full size, one byte a pixel: kept of files that can only be read in full.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Height·Width bytes, row by row.</param>
internal sealed record WholePicture(int Width, int Height, byte[] Pixels)
{
    /// <summary>Reads a micrograph.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image and which order of rows; damaged pixels are always mended.</param>
    /// <param name="range">Which levels become black and white.</param>
    /// <param name="token">Ends the work before or after the reading.</param>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static WholePicture Read(string path, MicrographReading reading, GreyRange range, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Micrograph micrograph = MicrographReader.Read(path, reading with { KeepsDamage = false });
        token.ThrowIfCancellationRequested();
        byte[] pixels = GC.AllocateUninitializedArray<byte>(micrograph.Pixels.Length);
        range.ToBytes(micrograph.Pixels, pixels);
        return new WholePicture(micrograph.Width, micrograph.Height, pixels);
    }

    /// <summary>Cuts a tile.</summary>
    /// <param name="column">Tiles left of it, at least 0.</param>
    /// <param name="row">Tiles above it, at least 0.</param>
    /// <returns>The bytes of <see cref="DisplayTile"/>.</returns>
    public byte[] Tile(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        byte[] tile = DisplayTile.Empty();
        (int columns, int rows) = DisplayTile.Extents(Width, Height, column, row);
        for (int i = 0; columns > 0 && i < rows; i++)
        {
            int first = (((row * DisplayTile.Side) + i) * Width) + (column * DisplayTile.Side);
            Pixels.AsSpan(first, columns).CopyTo(tile.AsSpan(i * DisplayTile.Side));
        }

        return tile;
    }
}
