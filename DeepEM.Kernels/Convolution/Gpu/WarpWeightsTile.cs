namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>
/// How the gradient of the weights is cut into tiles of some filters and some taps below each other, and how the sum of
/// every tile is split among slots, a tile and slot a thread.
/// </summary>
/// <remarks>
/// <para>
/// Slot s sums the columns s, s + slots, s + 2·slots, ... of the N·(W−Q+1) columns of the outputs' gradient, so that
/// the threads of a warp, which take neighbouring slots of a tile, read neighbouring pixels.
/// </para>
/// <para>It depends on the shape only, never on the device: the order of every sum is fixed.</para>
/// </remarks>
/// <param name="Filters">Filters of a tile: 4, 6 or 8.</param>
/// <param name="Taps">Rows of the filter that a tile has: 3, 5 or 7.</param>
/// <param name="Groups">Groups of filters.</param>
/// <param name="Blocks">Tiles that cover a filter's height; the last overlaps the one before.</param>
/// <param name="Slots">Parts of each sum.</param>
internal readonly record struct WarpWeightsTile(int Filters, int Taps, int Groups, int Blocks, int Slots)
{
    /// <summary>Slots that the first pass over the partial sums leaves; a warp reads as many neighbours.</summary>
    public const int Folded = 32;

    // Threads that fill a large GPU, as for images: tiles times slots reach at least this, and at most twice.
    private const int FullDevice = 1 << 16;

    // Where tiles are few, more slots would only move the work to the passes over the partial sums.
    private const int MostSlots = 1 << 12;

    // 64 MB of partial sums; twice, where the columns are no multiple.
    private const int MostPartialSums = 1 << 24;

    private static readonly (int Filters, int Taps)[] _tiles = [(8, 7), (8, 5), (8, 3), (6, 7), (6, 5), (4, 3)];

    /// <summary>Tiles of a convolution.</summary>
    /// <param name="shape">The convolution.</param>
    public int Tiles(ConvolutionShape shape) => checked(Groups * shape.InChannels * Blocks * shape.FilterWidth);

    /// <summary>The tile with the fewest instructions, or null where the filters have too few rows for any.</summary>
    /// <param name="shape">The convolution.</param>
    public static WarpWeightsTile? For(ConvolutionShape shape)
    {
        WarpWeightsTile? best = null;
        foreach (WarpWeightsTile tile in Fitting(shape))
        {
            if (best is null || tile.Instructions < best.Value.Instructions)
            {
                best = tile;
            }
        }

        return best;
    }

    /// <summary>Every tile for which the filters have rows enough.</summary>
    /// <param name="shape">The convolution.</param>
    public static IEnumerable<WarpWeightsTile> Fitting(ConvolutionShape shape)
    {
        foreach ((int filters, int taps) in _tiles)
        {
            if (taps <= shape.FilterHeight)
            {
                int groups = (shape.Filters + filters - 1) / filters;
                int blocks = (shape.FilterHeight + taps - 1) / taps;
                var tile = new WarpWeightsTile(filters, taps, groups, blocks, Slots: 0);
                yield return tile with { Slots = SlotsFor(shape, tile.Tiles(shape)) };
            }
        }
    }

    // For one column of taps. A step has, beside its multiply-adds, a load and an address for each filter and for the
    // pixel, and the loop.
    private long Instructions => (long)Groups * Blocks * ((Filters * (Taps + 2)) + 4);

    private static int SlotsFor(ConvolutionShape shape, int tiles)
    {
        int columns = checked(shape.Batch * shape.OutWidth);
        int wanted = Math.Clamp((FullDevice + tiles - 1) / tiles, Folded, MostSlots);
        wanted = (int)Math.Clamp(MostPartialSums / (shape.WeightsLength + shape.Filters), 1, wanted);
        int columnsOfSlot = Math.Max(1, columns / wanted);
        return (columns + columnsOfSlot - 1) / columnsOfSlot;
    }
}
