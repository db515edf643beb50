using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Resampling;

/// <summary>Rescaling on vectors: first down the columns, then along the row that this gives.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class RescalingSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="RescalingReference.Rescale"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rescale(
        SimdTensor image,
        SimdTensor output,
        SimdTensor rows,
        SimdTensor columns,
        RescalingShape shape,
        SimdScratch scratch)
    {
        // Weights in whole vectors, so that a sum along a row needs no rest.
        int vectors = (shape.ColumnTaps + TSimd.Count - 1) / TSimd.Count;
        int padded = vectors * TSimd.Count;
        float* weights = scratch.Floats(ScratchUse.Weights, (long)shape.OutWidth * padded);
        Pad(columns.Data, shape, weights, padded);

        // Zeros where padded weights, which are zero too, reach beyond the row: what is left there may be no number.
        float* line = scratch.Floats(ScratchUse.Row, image.RowStride + padded);
        new Span<float>(line, (int)image.RowStride + padded).Clear();
        for (int i = 0; i < shape.OutHeight; i++)
        {
            float* row = rows.Data + ((nint)i * (shape.RowTaps + 1));
            float* first = image.Data + ((nint)row[0] * image.RowStride);
            Down(first, image.RowStride, row + 1, shape.RowTaps, line, shape.Width);
            new Span<float>(line + shape.Width, padded).Clear();
            float* target = output.Data + (i * output.RowStride);
            Along(line, columns.Data, shape.ColumnTaps + 1, weights, vectors, target, shape.OutWidth);
        }
    }

    private static void Pad(float* columns, RescalingShape shape, float* weights, int padded)
    {
        for (int j = 0; j < shape.OutWidth; j++)
        {
            var there = new Span<float>(weights + ((nint)j * padded), padded);
            there.Clear();
            new Span<float>(columns + ((nint)j * (shape.ColumnTaps + 1)) + 1, shape.ColumnTaps).CopyTo(there);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(float* image, nint stride, float* weights, int taps, float* line, int width)
    {
        for (int x = 0; x < width; x += TSimd.Count)
        {
            TVector sum = TSimd.Multiply(TSimd.Broadcast(weights[0]), TSimd.Load(image + x));
            for (int t = 1; t < taps; t++)
            {
                sum = TSimd.FusedMultiplyAdd(TSimd.Broadcast(weights[t]), TSimd.Load(image + (t * stride) + x), sum);
            }

            TSimd.Store(line + x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Along(
        float* line, float* columns, int columnLength, float* weights, int vectors, float* target, int count)
    {
        for (int j = 0; j < count; j++)
        {
            float* source = line + (nint)columns[0];
            TVector sum = TSimd.Multiply(TSimd.Load(source), TSimd.Load(weights));
            for (int v = 1; v < vectors; v++)
            {
                sum = TSimd.FusedMultiplyAdd(
                    TSimd.Load(source + (v * TSimd.Count)), TSimd.Load(weights + (v * TSimd.Count)), sum);
            }

            target[j] = TSimd.Sum(sum);
            columns += columnLength;
            weights += vectors * TSimd.Count;
        }
    }
}
