namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>
/// How the output of a convolution is cut into tiles of some filters and some rows of one column, a tile a thread.
/// </summary>
/// <remarks>
/// Threads of a warp take neighbouring columns and the same filters. Where the rows are no multiple, the last tile
/// begins earlier and overlaps the one before: both compute the same bits and write them to the same place.
/// </remarks>
/// <param name="Filters">Filters of a tile: 4, 6 or 8.</param>
/// <param name="Rows">Rows of a tile: 3, 5 or 8.</param>
/// <param name="Groups">Groups of filters.</param>
/// <param name="RowTiles">Tiles that cover a column.</param>
/// <param name="Border">Rows of zeros at either end of each input image, which are left out.</param>
internal readonly record struct WarpTile(int Filters, int Rows, int Groups, int RowTiles, int Border)
{
    // Fewer threads than this leave a large GPU idle: a warp for each of the 132·4 schedulers of an H200, four times.
    private const int FullDevice = 1 << 16;

    // The largest are first, since the first of equals is taken.
    private static readonly (int Filters, int Rows)[] _tiles = [(8, 8), (8, 5), (6, 8), (6, 5), (4, 8), (4, 5), (4, 3)];

    /// <summary>Elements of four packed filters for one tap.</summary>
    public int Quads => (Filters + 3) / 4;

    /// <summary>Elements of four packed filters: for each group the bias, then C·Q·P taps.</summary>
    /// <param name="shape">The convolution.</param>
    public long PackedQuads(ConvolutionShape shape) =>
        checked(Groups * Quads * (1 + ((long)shape.InChannels * shape.FilterHeight * shape.FilterWidth)));

    /// <summary>The tile with the fewest instructions, or null where the output has too few rows for any.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="border">Rows of zeros at either end of each input image.</param>
    public static WarpTile? For(ConvolutionShape shape, int border)
    {
        WarpTile? best = null;
        long least = long.MaxValue;
        foreach (WarpTile tile in Fitting(shape, border))
        {
            long instructions = Math.Max(tile.Threads(shape), FullDevice) * tile.Instructions(shape);
            if (instructions < least)
            {
                least = instructions;
                best = tile;
            }
        }

        return best;
    }

    /// <summary>Every tile for which the output has rows enough; all sum in the same order.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="border">Rows of zeros at either end of each input image.</param>
    public static IEnumerable<WarpTile> Fitting(ConvolutionShape shape, int border)
    {
        foreach ((int filters, int rows) in _tiles)
        {
            if (rows <= shape.OutHeight)
            {
                yield return new WarpTile(
                    filters, rows, Blocks(shape.Filters, filters), Blocks(shape.OutHeight, rows), border);
            }
        }
    }

    // For one column of taps, as counted in the assembled kernels: a step has, beside its multiply-adds, the loads, the
    // moves in the window and the loop; before the first, the window is filled.
    private long Instructions(ConvolutionShape shape) =>
        (shape.FilterHeight * ((Filters * Rows) + Quads + (Rows / 2) + 2)) + (3 * Rows) + 40;

    private long Threads(ConvolutionShape shape) => (long)Groups * RowTiles * shape.Batch * shape.OutWidth;

    private static int Blocks(int count, int size) => (count + size - 1) / size;
}
