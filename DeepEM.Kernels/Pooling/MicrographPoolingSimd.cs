using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>Pooling in the micrograph layout, into fragments or not.</summary>
/// <remarks>
/// The rows of a window are combined first, on vectors that hold neighbouring columns, then the columns: by separating
/// even and odd ones for windows of 2, one after the other for others. A pooled value does not depend on where it lies,
/// so that fragments, tiles and whole images agree to the last bit.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class MicrographPoolingSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="PoolingReference.Forward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        SimdTensor input, SimdTensor output, PoolingShape shape, PoolingKind kind, SimdScratch scratch)
    {
        float* row = Row(input.RowStride, shape, scratch);
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int c = 0; c < shape.Channels; c++)
            {
                float* image = input.Data + (n * input.BlockStride) + (c * input.PlaneStride);
                for (int top = 0; top <= shape.InHeight - shape.Size; top++)
                {
                    PoolAt(top, image + (top * input.RowStride), input.RowStride, row, output, (n, c), shape, kind);
                }
            }
        }
    }

    /// <summary>Working memory for <see cref="PoolAt"/>.</summary>
    /// <param name="stride">Values from row to row of what is pooled.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="scratch">Whose memory.</param>
    /// <returns>A row with room for whole vectors of windows that begin at the last start.</returns>
    public static float* Row(nint stride, PoolingShape shape, SimdScratch scratch)
    {
        nint length = stride + (((nint)shape.Size + 2) * TSimd.Count * 2);
        float* row = scratch.Floats(ScratchUse.Row, length);
        new Span<float>(row, checked((int)length)).Clear();
        return row;
    }

    /// <summary>Pools the windows that begin in one row, where any do.</summary>
    /// <param name="top">The row.</param>
    /// <param name="image">Its first value; the rows that follow are there, too.</param>
    /// <param name="stride">Values from row to row.</param>
    /// <param name="row">Working memory of <see cref="Row"/>.</param>
    /// <param name="output">Receives the pooled rows.</param>
    /// <param name="place">Image and channel.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="kind">Mean or maximum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PoolAt(
        int top,
        float* image,
        nint stride,
        float* row,
        SimdTensor output,
        (int Image, int Channel) place,
        PoolingShape shape,
        PoolingKind kind)
    {
        int starts = shape.Fragments ? shape.Size : 1;
        int a = top % shape.Size;
        int i = top / shape.Size;
        if (a >= starts || i >= shape.OutHeight)
        {
            return;
        }

        Combine(image, stride, row, shape, kind);
        for (int b = 0; b < starts; b++)
        {
            int fragment = (((place.Image * starts) + a) * starts) + b;
            float* target = output.Data + (fragment * output.BlockStride) + (place.Channel * output.PlaneStride)
                + (i * output.RowStride);
            Columns(row + b, target, shape, kind);
        }
    }

    // row[x] = combination of image[s][x] over the rows s of a window.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(float* image, nint stride, float* row, PoolingShape shape, PoolingKind kind)
    {
        for (int x = 0; x < shape.InWidth; x += TSimd.Count)
        {
            TVector value = TSimd.Load(image + x);
            for (int s = 1; s < shape.Size; s++)
            {
                TVector next = TSimd.Load(image + (s * stride) + x);
                value = kind == PoolingKind.Mean ? TSimd.Add(value, next) : TSimd.Max(value, next);
            }

            TSimd.Store(row + x, value);
        }
    }

    // target[j] = pool of row[j·S + t] over the columns t of a window.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* row, float* target, PoolingShape shape, PoolingKind kind)
    {
        float scale = 1f / (shape.Size * shape.Size);
        if (shape.Size == 2)
        {
            TVector quarter = TSimd.Broadcast(scale);
            for (int j = 0; j < shape.OutWidth; j += TSimd.Count)
            {
                TVector low = TSimd.Load(row + (2 * j));
                TVector high = TSimd.Load(row + (2 * j) + TSimd.Count);
                TVector even = TSimd.Even(low, high);
                TVector odd = TSimd.Odd(low, high);
                TSimd.Store(
                    target + j,
                    kind == PoolingKind.Mean
                        ? TSimd.Multiply(TSimd.Add(even, odd), quarter)
                        : TSimd.Max(even, odd));
            }

            return;
        }

        for (int j = 0; j < shape.OutWidth; j++)
        {
            float value = row[0];
            for (int t = 1; t < shape.Size; t++)
            {
                value = kind == PoolingKind.Mean ? value + row[t] : row[t] > value ? row[t] : value;
            }

            target[j] = kind == PoolingKind.Mean ? value * scale : value;
            row += shape.Size;
        }
    }
}
