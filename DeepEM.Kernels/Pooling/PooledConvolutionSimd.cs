using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>A convolution whose rows are pooled while they lie in the cache.</summary>
/// <remarks>
/// Convolved images of a micrograph's tile are many times larger than the caches; written whole and read again they
/// cost a third of the time. Here only a few times as many rows as a pooling window has are kept of each filter. Tall
/// filters go through <see cref="RowGroupConvolution{TSimd, TVector}"/>; the others, and those whose pooling begins at
/// every row, through <see cref="ConvolutionSimd{TSimd, TVector}"/>, with the same bits.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class PooledConvolutionSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // With 2, every third row would be copied to the front; more than 4 leave the second-level cache.
    private const int KeptWindows = 4;

    /// <summary>Convolves, activates and pools.</summary>
    /// <param name="input">Images, N×C×H×W, micrograph layout.</param>
    /// <param name="weights">Filters, flat, K·C·P·Q.</param>
    /// <param name="bias">One value per filter, flat, K.</param>
    /// <param name="output">Receives the pooled images, micrograph layout.</param>
    /// <param name="stage">The extents, and what is done.</param>
    /// <param name="scratch">The calling thread's.</param>
    public static void Forward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        PooledConvolution stage,
        SimdScratch scratch)
    {
        (ConvolutionShape shape, PoolingShape pooling) = (stage.Convolution, stage.Pooling);
        int vectors = (shape.OutWidth + TSimd.Count - 1) / TSimd.Count;
        nint stride = (vectors + 1) * TSimd.Count;
        bool inGroups = !pooling.Fragments && RowGroupConvolution<TSimd, TVector>.Suits(shape);
        int step = inGroups ? RowGroupConvolution<TSimd, TVector>.Rows : 1;
        int kept = Math.Max(KeptWindows * pooling.Size, pooling.Size - 1 + (2 * step));
        nint plane = kept * stride;
        float* rows = scratch.Floats(ScratchUse.Convolved, shape.Filters * plane);
        float* row = MicrographPoolingSimd<TSimd, TVector>.Row(stride, pooling, scratch);
        float floor = stage.Activation == ActivationKind.Relu ? 0 : float.NegativeInfinity;
        RowGroupConvolution<TSimd, TVector> groups = inGroups
            ? RowGroupConvolution<TSimd, TVector>.Of(input, weights, bias, shape, floor, scratch)
            : default;
        ConvolutionSweep<TSimd, TVector> sweep = inGroups
            ? default
            : ConvolutionSimd<TSimd, TVector>.ForwardSweep(
                input, weights, bias, shape, vectors, stage.Activation, scratch);
        sweep.OutputPlane = plane;
        for (int n = 0; n < shape.Batch; n++)
        {
            float* image = input.Data + (n * input.BlockStride);
            int first = 0;
            for (int i = 0; i < shape.OutHeight; i += step)
            {
                if (i + step - first > kept)
                {
                    KeepLast(rows, plane, shape.Filters, stride, i - first, pooling.Size - 1);
                    first = i - pooling.Size + 1;
                }

                float* target = rows + ((i - first) * stride);
                if (inGroups)
                {
                    groups.Group(image, target, plane, stride, i);
                }
                else
                {
                    // The sweep's strides lead from row to row of the input only: the target is said here.
                    sweep.Row(image, target, i);
                }

                for (int end = Math.Min(i + step, shape.OutHeight), done = i; done < end; done++)
                {
                    Pool(rows + ((done - first) * stride), plane, stride, row, output, (n, done), stage);
                }
            }
        }
    }

    // Pools the window whose last row is there now.
    private static void Pool(
        float* convolved,
        nint plane,
        nint stride,
        float* row,
        SimdTensor output,
        (int Image, int Row) at,
        PooledConvolution stage)
    {
        PoolingShape pooling = stage.Pooling;
        int vectors = (int)(stride / TSimd.Count) - 1;
        int top = at.Row - pooling.Size + 1;
        for (int k = 0; k < pooling.Channels; k++, convolved += plane)
        {
            if (stage.Activation == ActivationKind.Sigmoid)
            {
                ActivationSimd<TSimd, TVector>.Sigmoid(convolved, vectors);
            }

            if (top >= 0)
            {
                MicrographPoolingSimd<TSimd, TVector>.PoolAt(
                    top,
                    convolved - ((pooling.Size - 1) * stride),
                    stride,
                    row,
                    output,
                    (at.Image, k),
                    pooling,
                    stage.Kind);
            }
        }
    }

    // The last rows become the first ones.
    private static void KeepLast(float* rows, nint plane, int filters, nint stride, int filled, int last)
    {
        int length = checked((int)(last * stride));
        for (int k = 0; k < filters; k++)
        {
            float* first = rows + (k * plane);
            new Span<float>(first + ((filled - last) * stride), length).CopyTo(new Span<float>(first, length));
        }
    }
}
