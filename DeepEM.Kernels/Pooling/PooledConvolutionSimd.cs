using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>A convolution whose rows are pooled while they lie in the cache.</summary>
/// <remarks>
/// Convolved images of a micrograph's tile are many times larger than the caches; written whole and read again they
/// cost a third of the time. Here only a few times as many rows as a pooling window has are kept of each filter. Sums
/// and poolings are those of <see cref="ConvolutionSimd{TSimd, TVector}"/> and
/// <see cref="MicrographPoolingSimd{TSimd, TVector}"/>, in the same order: the same bits.
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
        int kept = KeptWindows * pooling.Size;
        ConvolutionSweep<TSimd, TVector> sweep = ConvolutionSimd<TSimd, TVector>.ForwardSweep(
            input, weights, bias, shape, vectors, stage.Activation, scratch);
        sweep.OutputPlane = kept * stride;
        float* rows = scratch.Floats(ScratchUse.Convolved, shape.Filters * sweep.OutputPlane);
        float* row = MicrographPoolingSimd<TSimd, TVector>.Row(stride, pooling, scratch);
        for (int n = 0; n < shape.Batch; n++)
        {
            int first = 0;
            for (int i = 0; i < shape.OutHeight; i++)
            {
                if (i - first == kept)
                {
                    first = i - pooling.Size + 1;
                    KeepLast(rows, sweep.OutputPlane, shape.Filters, stride, kept, pooling.Size - 1);
                }

                // The sweep's strides lead from row to row of the input only: where the output goes is said here.
                float* target = rows + ((i - first) * stride);
                sweep.Row(input.Data + (n * input.BlockStride), target, i);
                int top = i - pooling.Size + 1;
                for (int k = 0; k < shape.Filters; k++)
                {
                    float* plane = rows + (k * sweep.OutputPlane);
                    if (stage.Activation == ActivationKind.Sigmoid)
                    {
                        ActivationSimd<TSimd, TVector>.Sigmoid(plane + ((i - first) * stride), vectors);
                    }

                    if (top >= 0)
                    {
                        MicrographPoolingSimd<TSimd, TVector>.PoolAt(
                            top, plane + ((top - first) * stride), stride, row, output, (n, k), pooling, stage.Kind);
                    }
                }
            }
        }
    }

    // The last rows become the first ones.
    private static void KeepLast(float* rows, nint plane, int filters, nint stride, int kept, int last)
    {
        int length = checked((int)(last * stride));
        for (int k = 0; k < filters; k++)
        {
            float* first = rows + (k * plane);
            new Span<float>(first + ((kept - last) * stride), length).CopyTo(new Span<float>(first, length));
        }
    }
}
