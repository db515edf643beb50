using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>
/// Carries the register tile over one block of images; serves the forward pass and the input's gradient.
/// </summary>
/// <remarks>
/// <code>output[k][i][j] = begin[k] + Σ_c Σ_p Σ_q input[c][i + p − A][j + q − B]·weights[c][p][q][k]</code>
/// <para>
/// A and B are rows and columns of zeros around the input: none in the forward pass, P − 1 and Q − 1 for the input's
/// gradient. Taps that would fall into them are left out, by row for p and by tile for q; a tile that reaches over the
/// edge still reads up to <see cref="FilterTiles.MostVectors"/> − 1 columns beyond it, which must hold zeros.
/// </para>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal unsafe struct ConvolutionSweep<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // The part of the input that one tile sums over is kept this small, so that it is read from the first-level cache
    // (32 to 48 KiB) by the next tile of filters and, but for a few columns, by the next tile of the row.
    private const int CacheBytes = 24 * 1024;

    /// <summary>How the filters are cut.</summary>
    public FilterTiles Tiles;

    /// <summary>Weights in the order of <see cref="FilterTiles.Pack"/>.</summary>
    public float* Weights;

    /// <summary>One value per filter.</summary>
    public float* Bias;

    /// <summary>Filter rows, P.</summary>
    public int FilterHeight;

    /// <summary>Filter columns, Q.</summary>
    public int FilterWidth;

    /// <summary>Input channels, C.</summary>
    public int Channels;

    /// <summary>Input rows.</summary>
    public int InHeight;

    /// <summary>Input columns; only read where there are columns of zeros.</summary>
    public int InWidth;

    /// <summary>Output rows.</summary>
    public int OutHeight;

    /// <summary>Vectors in an output row.</summary>
    public int OutVectors;

    /// <summary>Rows of zeros above and below the input, A.</summary>
    public int PadRows;

    /// <summary>Columns of zeros left and right of the input, B; zero unless a vector is one column.</summary>
    public int PadColumns;

    /// <summary>Values from input channel to input channel.</summary>
    public nint InputPlane;

    /// <summary>Values from input row to input row.</summary>
    public nint InputRow;

    /// <summary>Values from input column to input column.</summary>
    public nint InputColumn;

    /// <summary>Values from output channel to output channel.</summary>
    public nint OutputPlane;

    /// <summary>Values from output row to output row.</summary>
    public nint OutputRow;

    /// <summary>Results below this become this: 0 for a rectifier, −∞ for none.</summary>
    public float Floor;

    /// <summary>Computes one row of every output channel.</summary>
    /// <param name="input">First value of the block of images.</param>
    /// <param name="output">First value of the block that receives the result.</param>
    /// <param name="i">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Row(float* input, float* output, int i)
    {
        int firstP = Math.Max(0, PadRows - i);
        ConvolutionTileArguments arguments = new()
        {
            FilterRows = Math.Min(FilterHeight, InHeight + PadRows - i) - firstP,
            InputPlane = InputPlane,
            InputRow = InputRow,
            InputColumn = InputColumn,
            WeightsPlane = (nint)FilterHeight * FilterWidth,
            WeightsRow = FilterWidth,
            OutputPlane = OutputPlane,
        };
        input += (i + firstP - PadRows) * InputRow;
        output += i * OutputRow;

        int vectors = Tiles.Vectors;
        int steps = (OutVectors + vectors - 1) / vectors;
        nint window = (((vectors - 1) * TSimd.Count) + ((FilterWidth + 1) * InputColumn)) * arguments.FilterRows;
        int most = Math.Max(1, (int)(CacheBytes / sizeof(float) / window));
        for (int c = 0; c < Channels; c += most)
        {
            arguments.Channels = Math.Min(most, Channels - c);
            arguments.Begin = c == 0;
            arguments.Floor = c + most >= Channels ? Floor : float.NegativeInfinity;
            for (int step = 0; step < steps; step++)
            {
                int j = (int)((long)OutVectors * step / steps);
                int width = (int)((long)OutVectors * (step + 1) / steps) - j;
                int firstQ = Math.Max(0, PadColumns - (j + width - 1));
                arguments.FilterColumns = PadColumns == 0
                    ? FilterWidth
                    : Math.Min(FilterWidth, InWidth + PadColumns - j) - firstQ;

                float* from = input + (c * InputPlane) + (j * TSimd.Count) + ((firstQ - PadColumns) * InputColumn);
                nint tap = (c * arguments.WeightsPlane) + (firstP * arguments.WeightsRow) + firstQ;
                Filters(in arguments, from, tap, output + (j * TSimd.Count), width);
            }
        }
    }

    private readonly void Filters(
        in ConvolutionTileArguments arguments, float* input, nint tap, float* output, int width)
    {
        nint taps = Channels * arguments.WeightsPlane;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int k = Tiles.Start(tile);
            int size = Tiles.Size(tile);
            float* weights = Weights + (k * taps) + (tap * size);
            ConvolutionTile<TSimd, TVector>.Run(
                size, width, in arguments, input, weights, Bias + k, output + (k * OutputPlane));
        }
    }
}
