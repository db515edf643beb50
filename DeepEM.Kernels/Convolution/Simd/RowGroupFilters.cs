namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>Filters for <see cref="RowGroupConvolution{TSimd, TVector}"/>: G·g of every five of their rows.</summary>
internal static unsafe class RowGroupFilters
{
    /// <summary>Rows of a filter that are transformed together.</summary>
    public const int Rows = 5;

    /// <summary>Values that they become.</summary>
    public const int Points = 8;

    // G by rows; a row for each of the points 0, 1, −1, 2, −2, ½, −½, ∞.
    private static readonly double[] _evaluation =
    [
        -1, 0, 0, 0, 0,
        -2 / 9.0, -2 / 9.0, -2 / 9.0, -2 / 9.0, -2 / 9.0,
        -2 / 9.0, 2 / 9.0, -2 / 9.0, 2 / 9.0, -2 / 9.0,
        1 / 90.0, 2 / 90.0, 4 / 90.0, 8 / 90.0, 16 / 90.0,
        1 / 90.0, -2 / 90.0, 4 / 90.0, -8 / 90.0, 16 / 90.0,
        32 / 45.0, 16 / 45.0, 8 / 45.0, 4 / 45.0, 2 / 45.0,
        32 / 45.0, -16 / 45.0, 8 / 45.0, -4 / 45.0, 2 / 45.0,
        0, 0, 0, 0, 1,
    ];

    /// <summary>Blocks of <see cref="Rows"/> rows of a filter; the last may be filled up with zeros.</summary>
    /// <param name="shape">The extents.</param>
    public static int Blocks(ConvolutionShape shape) => (shape.FilterHeight + Rows - 1) / Rows;

    /// <summary>Values of the transformed filters at one point.</summary>
    /// <param name="shape">The extents.</param>
    public static nint PointLength(ConvolutionShape shape) =>
        checked((nint)shape.Filters * shape.InChannels * Blocks(shape) * shape.FilterWidth);

    /// <summary>Transforms the filters into the order in which tiles read them, [point][tile][c][block][q][k].
    /// </summary>
    /// <param name="weights">The filters, K·C·P·Q.</param>
    /// <param name="packed">Receives them.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="tiles">How the filters are cut.</param>
    public static void Pack(float* weights, float* packed, ConvolutionShape shape, FilterTiles tiles)
    {
        nint point = PointLength(shape);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.Start(tile);
            int end = tiles.Start(tile + 1);
            for (int c = 0; c < shape.InChannels; c++)
            {
                for (int block = 0; block < Blocks(shape); block++)
                {
                    int rows = Math.Min(Rows, shape.FilterHeight - (block * Rows));
                    for (int q = 0; q < shape.FilterWidth; q++)
                    {
                        for (int k = start; k < end; k++)
                        {
                            nint filter = (((nint)k * shape.InChannels) + c) * shape.FilterHeight;
                            float* tap = weights + ((filter + (block * Rows)) * shape.FilterWidth) + q;
                            Evaluate(tap, shape.FilterWidth, rows, packed, point);
                            packed++;
                        }
                    }
                }
            }
        }
    }

    private static void Evaluate(float* tap, int stride, int rows, float* target, nint plane)
    {
        for (int t = 0; t < Points; t++)
        {
            double sum = 0;
            for (int p = 0; p < rows; p++)
            {
                sum += _evaluation[(t * Rows) + p] * tap[p * stride];
            }

            target[t * plane] = (float)sum;
        }
    }
}
