using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Resampling;

/// <summary>Binning on vectors: the rows of a block are summed first, then its columns.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class BinningSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="BinningReference.Bin"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Bin(
        SimdTensor image, SimdTensor output, int height, int width, int factor, SimdScratch scratch)
    {
        float* sums = scratch.Floats(ScratchUse.Row, image.RowStride + (4 * TSimd.Count));
        int whole = width / factor;
        for (int top = 0, i = 0; top < height; top += factor, i++)
        {
            int rows = Math.Min(factor, height - top);
            SumRows(image.Data + (top * image.RowStride), image.RowStride, rows, sums, width);

            float* target = output.Data + (i * output.RowStride);
            float scale = 1f / ((float)rows * factor);
            SumColumns(sums, target, whole, factor, scale);
            int rest = width - (whole * factor);
            if (rest > 0)
            {
                SumColumns(sums + (whole * factor), target + whole, 1, rest, 1f / ((float)rows * rest));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(float* image, nint stride, int rows, float* sums, int width)
    {
        for (int x = 0; x < width; x += TSimd.Count)
        {
            TVector sum = TSimd.Load(image + x);
            for (int row = 1; row < rows; row++)
            {
                sum = TSimd.Add(sum, TSimd.Load(image + (row * stride) + x));
            }

            TSimd.Store(sums + x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns(float* sums, float* target, int count, int factor, float scale)
    {
        switch (factor)
        {
            case 2:
                // Whole vectors: what lies beyond the last block is written into the row's slack.
                TVector scales = TSimd.Broadcast(scale);
                for (int j = 0; j < count; j += TSimd.Count)
                {
                    TVector low = TSimd.Load(sums + (2 * j));
                    TVector high = TSimd.Load(sums + (2 * j) + TSimd.Count);
                    TVector pairs = TSimd.Add(TSimd.Even(low, high), TSimd.Odd(low, high));
                    TSimd.Store(target + j, TSimd.Multiply(pairs, scales));
                }

                break;
            case 4:
                // The same sums in the same order as one by one: ((0 + 1) + 2) + 3.
                TVector quarters = TSimd.Broadcast(scale);
                for (int j = 0; j < count; j += TSimd.Count)
                {
                    TVector v0 = TSimd.Load(sums + (4 * j));
                    TVector v1 = TSimd.Load(sums + (4 * j) + TSimd.Count);
                    TVector v2 = TSimd.Load(sums + (4 * j) + (2 * TSimd.Count));
                    TVector v3 = TSimd.Load(sums + (4 * j) + (3 * TSimd.Count));
                    TVector evenLow = TSimd.Even(v0, v1);
                    TVector evenHigh = TSimd.Even(v2, v3);
                    TVector oddLow = TSimd.Odd(v0, v1);
                    TVector oddHigh = TSimd.Odd(v2, v3);
                    TVector sum = TSimd.Add(TSimd.Even(evenLow, evenHigh), TSimd.Even(oddLow, oddHigh));
                    sum = TSimd.Add(TSimd.Add(sum, TSimd.Odd(evenLow, evenHigh)), TSimd.Odd(oddLow, oddHigh));
                    TSimd.Store(target + j, TSimd.Multiply(sum, quarters));
                }

                break;
            case 3:
                for (int j = 0; j < count; j++)
                {
                    target[j] = (sums[0] + sums[1] + sums[2]) * scale;
                    sums += 3;
                }

                break;
            default:
                for (int j = 0; j < count; j++)
                {
                    float sum = sums[0];
                    for (int t = 1; t < factor; t++)
                    {
                        sum += sums[t];
                    }

                    target[j] = sum * scale;
                    sums += factor;
                }

                break;
        }
    }
}
