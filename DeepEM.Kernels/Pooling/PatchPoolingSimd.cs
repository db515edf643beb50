using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>Pooling in the patches layout, where a window is a few whole vectors.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class PatchPoolingSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="PoolingReference.Forward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(SimdTensor input, SimdTensor output, PoolingShape shape, PoolingKind kind)
    {
        nint planes = (nint)input.Blocks(shape.Batch) * shape.Channels;
        for (nint plane = 0; plane < planes; plane++)
        {
            for (int i = 0; i < shape.OutHeight; i++)
            {
                float* x = input.Data + (plane * input.PlaneStride) + (i * shape.Size * input.RowStride);
                float* y = output.Data + (plane * output.PlaneStride) + (i * output.RowStride);
                if (kind == PoolingKind.Mean)
                {
                    MeanRow(x, input.RowStride, y, shape.OutWidth, shape.Size);
                }
                else
                {
                    MaxRow(x, input.RowStride, y, shape.OutWidth, shape.Size);
                }
            }
        }
    }

    /// <inheritdoc cref="PoolingReference.Backward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor inputGradient,
        PoolingShape shape,
        PoolingKind kind)
    {
        nint row = input.RowStride;
        int covered = shape.OutHeight * shape.Size;
        nint planes = (nint)input.Blocks(shape.Batch) * shape.Channels;
        for (nint plane = 0; plane < planes; plane++)
        {
            float* x = input.Data + (plane * input.PlaneStride);
            float* gradient = outputGradient.Data + (plane * outputGradient.PlaneStride);
            float* target = inputGradient.Data + (plane * inputGradient.PlaneStride);
            for (int i = 0; i < shape.OutHeight; i++)
            {
                float* y = gradient + (i * outputGradient.RowStride);
                nint top = i * shape.Size * row;
                if (kind == PoolingKind.Mean)
                {
                    SpreadRow(y, target + top, row, shape.OutWidth, shape.Size);
                }
                else
                {
                    RouteRow(x + top, y, target + top, row, shape.OutWidth, shape.Size);
                }

                for (int s = 0; s < shape.Size; s++)
                {
                    float* right = target + top + (s * row) + (shape.OutWidth * shape.Size * TSimd.Count);
                    new Span<float>(right, (shape.InWidth - (shape.OutWidth * shape.Size)) * TSimd.Count).Clear();
                }
            }

            for (int y = covered; y < shape.InHeight; y++)
            {
                new Span<float>(target + (y * row), checked((int)row)).Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MeanRow(float* x, nint row, float* y, int width, int size)
    {
        TVector scale = TSimd.Broadcast(1f / (size * size));
        for (int j = 0; j < width; j++)
        {
            TVector sum = RowSum(x, size);
            for (int s = 1; s < size; s++)
            {
                sum = TSimd.Add(sum, RowSum(x + (s * row), size));
            }

            TSimd.Store(y, TSimd.Multiply(sum, scale));
            x += size * TSimd.Count;
            y += TSimd.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaxRow(float* x, nint row, float* y, int width, int size)
    {
        for (int j = 0; j < width; j++)
        {
            TVector largest = RowMax(x, size);
            for (int s = 1; s < size; s++)
            {
                largest = TSimd.Max(largest, RowMax(x + (s * row), size));
            }

            TSimd.Store(y, largest);
            x += size * TSimd.Count;
            y += TSimd.Count;
        }
    }

    // Sides of 2 and 3 are all that networks use: without their own code the loop costs more than the additions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RowSum(float* x, int size)
    {
        TVector sum = TSimd.Load(x);
        if (size is 2 or 3)
        {
            sum = TSimd.Add(sum, TSimd.Load(x + TSimd.Count));
            return size == 2 ? sum : TSimd.Add(sum, TSimd.Load(x + (2 * TSimd.Count)));
        }

        for (int t = 1; t < size; t++)
        {
            sum = TSimd.Add(sum, TSimd.Load(x + (t * TSimd.Count)));
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RowMax(float* x, int size)
    {
        TVector largest = TSimd.Load(x);
        if (size is 2 or 3)
        {
            largest = TSimd.Max(largest, TSimd.Load(x + TSimd.Count));
            return size == 2 ? largest : TSimd.Max(largest, TSimd.Load(x + (2 * TSimd.Count)));
        }

        for (int t = 1; t < size; t++)
        {
            largest = TSimd.Max(largest, TSimd.Load(x + (t * TSimd.Count)));
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadRow(float* gradient, float* target, nint row, int width, int size)
    {
        TVector scale = TSimd.Broadcast(1f / (size * size));
        for (int j = 0; j < width; j++)
        {
            TVector share = TSimd.Multiply(TSimd.Load(gradient), scale);
            for (int s = 0; s < size; s++)
            {
                for (int t = 0; t < size; t++)
                {
                    TSimd.Store(target + (s * row) + (t * TSimd.Count), share);
                }
            }

            gradient += TSimd.Count;
            target += size * TSimd.Count;
        }
    }

    // The first largest value of a window, in row-major order, receives the gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RouteRow(float* x, float* gradient, float* target, nint row, int width, int size)
    {
        for (int j = 0; j < width; j++)
        {
            if (size == 2)
            {
                RoutePair(x, TSimd.Load(gradient), target, row);
                gradient += TSimd.Count;
                x += 2 * TSimd.Count;
                target += 2 * TSimd.Count;
                continue;
            }

            TVector largest = TSimd.Load(x);
            TVector where = TSimd.Zero;
            for (int s = 0; s < size; s++)
            {
                for (int t = 0; t < size; t++)
                {
                    TVector value = TSimd.Load(x + (s * row) + (t * TSimd.Count));
                    TVector larger = TSimd.GreaterThan(value, largest);
                    largest = TSimd.Select(larger, value, largest);
                    where = TSimd.Select(larger, TSimd.Broadcast((s * size) + t), where);
                }
            }

            TVector g = TSimd.Load(gradient);
            for (int s = 0; s < size; s++)
            {
                for (int t = 0; t < size; t++)
                {
                    TVector here = TSimd.AreEqual(where, TSimd.Broadcast((s * size) + t));
                    TSimd.Store(target + (s * row) + (t * TSimd.Count), TSimd.Select(here, g, TSimd.Zero));
                }
            }

            gradient += TSimd.Count;
            x += size * TSimd.Count;
            target += size * TSimd.Count;
        }
    }

    // A window of two by two without loops: half again as fast where the images stay in a cache.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoutePair(float* x, TVector gradient, float* target, nint row)
    {
        TVector x0 = TSimd.Load(x);
        TVector x1 = TSimd.Load(x + TSimd.Count);
        TVector x2 = TSimd.Load(x + row);
        TVector x3 = TSimd.Load(x + row + TSimd.Count);
        TVector rightAbove = TSimd.GreaterThan(x1, x0);
        TVector rightBelow = TSimd.GreaterThan(x3, x2);
        TVector below = TSimd.GreaterThan(TSimd.Select(rightBelow, x3, x2), TSimd.Select(rightAbove, x1, x0));
        TVector top = TSimd.Select(below, TSimd.Zero, gradient);
        TVector bottom = TSimd.Select(below, gradient, TSimd.Zero);
        TSimd.Store(target, TSimd.Select(rightAbove, TSimd.Zero, top));
        TSimd.Store(target + TSimd.Count, TSimd.Select(rightAbove, top, TSimd.Zero));
        TSimd.Store(target + row, TSimd.Select(rightBelow, TSimd.Zero, bottom));
        TSimd.Store(target + row + TSimd.Count, TSimd.Select(rightBelow, bottom, TSimd.Zero));
    }
}
