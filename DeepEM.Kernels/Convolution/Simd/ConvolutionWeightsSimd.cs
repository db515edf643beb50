using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The gradient of the convolution's weights and bias, on vectors: each lane sums its own image.</summary>
/// <remarks>
/// The output is cut into blocks of positions whose gradients stay in the first-level cache while all taps of the
/// filter use them; the sums of every weight wait in memory between blocks. At the end the lanes are added up, always
/// in the same order.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ConvolutionWeightsSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Bytes of the gradients of one tile of filters at one block of positions.
    private const int CacheBytes = 32 * 1024;

    /// <inheritdoc cref="ConvolutionReference.BackwardWeights"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ConvolutionShape shape,
        SimdScratch scratch)
    {
        FilterTiles tiles = new(shape.Filters, TSimd.Registers);
        int taps = Math.Min(tiles.Vectors, ConvolutionWeightsTile<TSimd, TVector>.MostTaps);
        nint tapTiles = Offsets(input, shape, taps, scratch);
        nint* offsets = scratch.Offsets(ScratchUse.Offsets, tapTiles * taps);
        float* sums = scratch.Floats(ScratchUse.Sums, tapTiles * taps * shape.Filters * TSimd.Count);
        float* biasSums = scratch.Floats(ScratchUse.Bias, (nint)shape.Filters * TSimd.Count);

        int most = CacheBytes / sizeof(float) / TSimd.Count / tiles.Size(0);
        int columnParts = Parts(shape.OutWidth, most);
        int rowParts = Parts(shape.OutHeight, columnParts > 1 ? 1 : Math.Max(1, most / shape.OutWidth));
        for (int block = 0; block < input.Blocks(shape.Batch); block++)
        {
            float* images = input.Data + (block * input.BlockStride);
            float* gradients = outputGradient.Data + (block * outputGradient.BlockStride);
            new Span<float>(biasSums, shape.Filters * TSimd.Count).Clear();
            for (int part = 0; part < rowParts * columnParts; part++)
            {
                PositionBlock positions = PositionsOf(shape, part, rowParts, columnParts);
                positions.InputRow = input.RowStride;
                positions.Begin = part == 0;
                float* from = images + (positions.FirstRow * input.RowStride) + (positions.FirstColumn * TSimd.Count);
                for (int tile = 0; tile < tiles.Count; tile++)
                {
                    int k = tiles.Start(tile);
                    int size = tiles.Size(tile);
                    float* packed = scratch.Floats(
                        ScratchUse.PaddedGradient, (nint)positions.Rows * positions.Columns * size * TSimd.Count);
                    Pack(
                        gradients + (k * outputGradient.PlaneStride),
                        outputGradient,
                        in positions,
                        size,
                        packed,
                        biasSums + (k * TSimd.Count));

                    float* tileSums = sums + (k * tapTiles * taps * TSimd.Count);
                    for (nint tapTile = 0; tapTile < tapTiles; tapTile++)
                    {
                        ConvolutionWeightsTile<TSimd, TVector>.Run(
                            size, taps, in positions, packed, from, offsets + (tapTile * taps), tileSums);
                        tileSums += size * taps * TSimd.Count;
                    }
                }
            }

            TVector alive = SimdMath<TSimd, TVector>.FirstLanes(shape.Batch - (block * TSimd.Count));
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int k = tiles.Start(tile);
                float* tileSums = sums + (k * tapTiles * taps * TSimd.Count);
                Reduce(tileSums, tiles.Size(tile), taps, shape, alive, block > 0, weightsGradient.Data, k);
            }

            for (int k = 0; k < shape.Filters; k++)
            {
                float sum = Sum(biasSums + (k * TSimd.Count), alive);
                biasGradient.Data[k] = block > 0 ? biasGradient.Data[k] + sum : sum;
            }
        }
    }

    private static int Parts(int length, int most) => (length + most - 1) / most;

    private static PositionBlock PositionsOf(ConvolutionShape shape, int part, int rowParts, int columnParts)
    {
        int row = part / columnParts;
        int column = part % columnParts;
        int firstRow = (int)((long)shape.OutHeight * row / rowParts);
        int firstColumn = (int)((long)shape.OutWidth * column / columnParts);
        return new PositionBlock
        {
            FirstRow = firstRow,
            Rows = (int)((long)shape.OutHeight * (row + 1) / rowParts) - firstRow,
            FirstColumn = firstColumn,
            Columns = (int)((long)shape.OutWidth * (column + 1) / columnParts) - firstColumn,
        };
    }

    // Where each tap (c, p, q) lies in an image; the last tile of taps is filled up with the last tap.
    private static nint Offsets(SimdTensor input, ConvolutionShape shape, int taps, SimdScratch scratch)
    {
        nint perChannel = (nint)shape.FilterHeight * shape.FilterWidth;
        nint count = shape.InChannels * perChannel;
        nint tapTiles = (count + taps - 1) / taps;
        nint* offsets = scratch.Offsets(ScratchUse.Offsets, tapTiles * taps);
        for (nint index = 0; index < tapTiles * taps; index++)
        {
            nint tap = Math.Min(index, count - 1);
            nint inChannel = tap % perChannel;
            offsets[index] = (tap / perChannel * input.PlaneStride)
                + (inChannel / shape.FilterWidth * input.RowStride)
                + (inChannel % shape.FilterWidth * TSimd.Count);
        }

        return tapTiles;
    }

    // packed[i][j][k] = gradient[k][i][j]; each filter's gradients are added to its bias sum on the way.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(
        float* gradient,
        SimdTensor outputGradient,
        in PositionBlock positions,
        int filters,
        float* packed,
        float* biasSums)
    {
        for (int k = 0; k < filters; k++)
        {
            TVector sum = TSimd.Load(biasSums + (k * TSimd.Count));
            float* target = packed + (k * TSimd.Count);
            for (int i = positions.FirstRow; i < positions.FirstRow + positions.Rows; i++)
            {
                float* source = gradient + (k * outputGradient.PlaneStride) + (i * outputGradient.RowStride)
                    + (positions.FirstColumn * TSimd.Count);
                for (int j = 0; j < positions.Columns; j++)
                {
                    TVector value = TSimd.Load(source);
                    TSimd.Store(target, value);
                    sum = TSimd.Add(sum, value);
                    source += TSimd.Count;
                    target += filters * TSimd.Count;
                }
            }

            TSimd.Store(biasSums + (k * TSimd.Count), sum);
        }
    }

    // Lanes of one tile of filters, [tap tile][k][t], to weights [k][tap].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(
        float* sums,
        int filters,
        int taps,
        ConvolutionShape shape,
        TVector alive,
        bool add,
        float* weightsGradient,
        int firstFilter)
    {
        nint count = (nint)shape.InChannels * shape.FilterHeight * shape.FilterWidth;
        for (nint tap = 0; tap < count; tap++)
        {
            float* tile = sums + (tap / taps * filters * taps * TSimd.Count);
            for (int k = 0; k < filters; k++)
            {
                float sum = Sum(tile + (((k * taps) + (tap % taps)) * TSimd.Count), alive);
                float* target = weightsGradient + ((firstFilter + k) * count) + tap;
                *target = add ? *target + sum : sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* lanes, TVector alive) =>
        TSimd.Sum(TSimd.Select(alive, TSimd.Load(lanes), TSimd.Zero));
}
