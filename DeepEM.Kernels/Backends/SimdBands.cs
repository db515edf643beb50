using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Backends;

/// <summary>Bands of rows in vectors of one width.</summary>
/// <param name="memory">The backend's tensors.</param>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdBands<TSimd, TVector>(SimdMemory memory) : IBandOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public void ConvolutionPoolingForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, PooledConvolution stage)
    {
        stage.RequireValid();
        Require.Images(input, stage.Convolution.Input);
        Require.Flat(weights, stage.Convolution.WeightsLength);
        Require.Flat(bias, stage.Convolution.Filters);
        Require.Images(output, stage.Pooling.Output);
        PooledConvolutionSimd<TSimd, TVector>.Forward(
            memory.Micrograph(input),
            memory.Flat(weights),
            memory.Flat(bias),
            memory.Micrograph(output),
            stage,
            memory.Scratch);
    }

    /// <inheritdoc/>
    public Tensor Rows(Tensor images, ImageRows rows) => memory.Micrograph(images).Rows(rows);

    /// <inheritdoc/>
    public void MoveRows(Tensor images, int from, int to, int count) =>
        memory.Micrograph(images).MoveRows(from, to, count);
}
