namespace DeepEM.Kernels.Convolution;

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

    // Instructions of a step beside its multiply-adds: loading a pixel and its address, the window, the loop.
    private const int StepOverhead = 4;

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
    public static WarpTile? For(ConvolutionShape shape, int border) => Fitting(shape, border)
        .Select(tile => (WarpTile?)tile)
        .MinBy(tile => Math.Max(tile!.Value.Threads(shape), FullDevice) * tile.Value.StepInstructions);

    /// <summary>Every tile for which the output has rows enough; all sum in the same order.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="border">Rows of zeros at either end of each input image.</param>
    public static IEnumerable<WarpTile> Fitting(ConvolutionShape shape, int border) =>
        from size in _tiles
        where size.Rows <= shape.OutHeight
        select new WarpTile(
            size.Filters, size.Rows, Blocks(shape.Filters, size.Filters), Blocks(shape.OutHeight, size.Rows), border);

    private long StepInstructions => (Filters * Rows) + Quads + StepOverhead;

    private long Threads(ConvolutionShape shape) => (long)Groups * RowTiles * shape.Batch * shape.OutWidth;

    private static int Blocks(int count, int size) => (count + size - 1) / size;
}
