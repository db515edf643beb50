using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>A square of a micrograph at full size, one byte a pixel.</summary>
/// <remarks>Tile (column, row) begins at pixel (column·Side, row·Side). Bytes are as in <see cref="DisplayPlane"/>.
/// </remarks>
public static class DisplayTile
{
    /// <summary>Side of a tile, pixels of the micrograph.</summary>
    public const int Side = 512;

    // Rows that are read at once; the buffer for those of the widest camera stays within a few megabytes.
    private const int BandRows = 64;

    /// <summary>Cuts a tile out of a file; only its rows are read where the file can be read row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image and which order of rows; damaged pixels are always mended.</param>
    /// <param name="column">Tiles left of this one, at least 0.</param>
    /// <param name="row">Tiles above this one, at least 0.</param>
    /// <param name="low">Grey level of byte 0, that of the plane.</param>
    /// <param name="high">Grey level of byte 255, that of the plane.</param>
    /// <param name="token">Ends the reading early.</param>
    /// <returns>Side·Side bytes, row by row; 128 beyond the micrograph.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static byte[] Cut(
        string path,
        MicrographReading reading,
        int column,
        int row,
        float low,
        float high,
        CancellationToken token = default)
    {
        GreyRange range = new(low, high);
        return OfRows(path, reading, column, row, range, token)
            ?? WholePicture.Read(path, reading, range, token).Tile(column, row);
    }

    /// <summary>Cuts a tile out of the rows that it covers.</summary>
    /// <returns>The tile; null where the file has to be read in full: it is packed, its rows are turned, or some of
    /// its pixels are no grey level.</returns>
    /// <inheritdoc cref="Cut"/>
    internal static byte[]? OfRows(
        string path, MicrographReading reading, int column, int row, GreyRange range, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        token.ThrowIfCancellationRequested();
        using MicrographFile file = MicrographFile.Open(path, reading);
        (int height, int width) = (file.Header.Height, file.Header.Width);
        byte[] tile = Empty();
        (int columns, int rows) = Extents(width, height, column, row);
        if (columns == 0 || rows == 0)
        {
            return tile;
        }

        if (!file.HasRowAccess)
        {
            return null;
        }

        float[] band = GC.AllocateUninitializedArray<float>(BandRows * width);
        for (int first = 0; first < rows; first += BandRows)
        {
            token.ThrowIfCancellationRequested();
            int count = Math.Min(BandRows, rows - first);
            if (file.ReadRows((row * Side) + first, band.AsSpan(0, count * width)) > 0)
            {
                return null;
            }

            for (int i = 0; i < count; i++)
            {
                range.ToBytes(
                    band.AsSpan((i * width) + (column * Side), columns), tile.AsSpan((first + i) * Side, columns));
            }
        }

        file.RequireUnchanged();
        return tile;
    }

    /// <summary>A tile of nothing but the grey that stands for no pixel.</summary>
    internal static byte[] Empty()
    {
        byte[] tile = new byte[Side * Side];
        Array.Fill(tile, GreyRange.Middle);
        return tile;
    }

    /// <summary>How much of a tile the micrograph covers.</summary>
    /// <param name="width">Columns of the micrograph.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="column">Tiles left of this one.</param>
    /// <param name="row">Tiles above this one.</param>
    /// <returns>Pixels, 0 to <see cref="Side"/> each.</returns>
    internal static (int Columns, int Rows) Extents(int width, int height, int column, int row) => (
        (int)Math.Clamp(width - ((long)column * Side), 0, Side), (int)Math.Clamp(height - ((long)row * Side), 0, Side));
}
