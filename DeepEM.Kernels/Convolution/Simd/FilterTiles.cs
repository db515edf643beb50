namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>How a bank of filters is cut into register tiles.</summary>
/// <remarks>
/// Tiles are as even as they can be: with 32 registers 8×3, 7×3 and up to 6×4 (filters × vectors), with 16 registers
/// 6×2, 5×2, 4×3, 3×3; a single filter takes 8 vectors at a time, so that enough sums are in flight to hide the latency
/// of the multiply-adds.
/// </remarks>
internal readonly struct FilterTiles
{
    /// <summary>Most vectors of a tile.</summary>
    public const int MostVectors = 8;

    private readonly int _filters;

    /// <summary>Cuts a bank of filters.</summary>
    /// <param name="filters">Filters in the bank.</param>
    /// <param name="registers">Vector registers of the machine.</param>
    public FilterTiles(int filters, int registers)
    {
        _filters = filters;
        int most = registers >= 32 ? 8 : filters % 4 == 0 ? 4 : 6;
        Count = (filters + most - 1) / most;

        int largest = (filters + Count - 1) / Count;
        Vectors = (largest, registers >= 32) switch
        {
            (1, _) => MostVectors,
            ( >= 7, true) => 3,
            (_, true) => 4,
            ( >= 5, false) => 2,
            ( >= 3, false) => 3,
            _ => 4,
        };
    }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>Vectors that a tile of the largest of the sizes can hold.</summary>
    public int Vectors { get; }

    /// <summary>First filter of a tile.</summary>
    /// <param name="tile">Number of the tile; <see cref="Count"/> for the end.</param>
    /// <returns>The filter.</returns>
    public int Start(int tile) => (int)((long)_filters * tile / Count);

    /// <summary>Filters of a tile.</summary>
    /// <param name="tile">Number of the tile.</param>
    /// <returns>How many.</returns>
    public int Size(int tile) => Start(tile + 1) - Start(tile);

    /// <summary>Copies the weights of a bank into the order in which the tiles read them, [tile][c][p][q][k].</summary>
    /// <param name="weights">The bank.</param>
    /// <param name="packed">Receives as many values.</param>
    /// <param name="channels">Channels that each filter sums over.</param>
    /// <param name="taps">Taps of a filter in one channel, P·Q.</param>
    /// <param name="filterStride">Values from filter to filter.</param>
    /// <param name="channelStride">Values from channel to channel.</param>
    /// <param name="flipped">Whether the taps are taken from last to first.</param>
    public unsafe void Pack(
        float* weights, float* packed, int channels, nint taps, nint filterStride, nint channelStride, bool flipped)
    {
        for (int tile = 0; tile < Count; tile++)
        {
            int start = Start(tile);
            int size = Size(tile);
            for (int c = 0; c < channels; c++)
            {
                for (nint tap = 0; tap < taps; tap++)
                {
                    float* source = weights + (start * filterStride) + (c * channelStride)
                        + (flipped ? taps - 1 - tap : tap);
                    for (int k = 0; k < size; k++)
                    {
                        *packed++ = source[k * filterStride];
                    }
                }
            }
        }
    }
}
