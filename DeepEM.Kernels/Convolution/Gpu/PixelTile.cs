namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>How the output of a convolution is cut into pieces of four filters and some pixels of a row.</summary>
/// <remarks>
/// Where the extents are no multiples, the last piece begins earlier and overlaps the one before: both compute the same
/// bits and write them to the same place.
/// </remarks>
/// <param name="Pixels">Neighbouring pixels of a row.</param>
/// <param name="Columns">Pieces of a row.</param>
/// <param name="Groups">Groups of filters.</param>
internal readonly record struct PixelTile(int Pixels, int Columns, int Groups)
{
    /// <summary>Filters of a piece.</summary>
    public const int Filters = 4;

    // What a pixel costs: 16 against 32 as measured with PoCL 3.1 on AVX-512 cores, 8 by estimate. The widest is first,
    // since the first of equals is taken.
    private static readonly (int Pixels, double Cost)[] _costs = [(32, 1.0), (16, 1.05), (8, 1.6)];

    /// <summary>The cheapest pieces, or null where the output is smaller than any.</summary>
    /// <param name="shape">The convolution.</param>
    public static PixelTile? For(ConvolutionShape shape)
    {
        if (shape.Filters < Filters)
        {
            return null;
        }

        PixelTile? best = null;
        double least = double.PositiveInfinity;
        foreach ((int pixels, double cost) in _costs)
        {
            int columns = (shape.OutWidth + pixels - 1) / pixels;
            if (shape.OutWidth >= pixels && columns * pixels * cost < least)
            {
                least = columns * pixels * cost;
                best = new PixelTile(pixels, columns, (shape.Filters + Filters - 1) / Filters);
            }
        }

        return best;
    }
}
