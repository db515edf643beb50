using DeepEM.Kernels.Pooling;

namespace DeepEM.Kernels.Backends;

/// <summary>What a backend offers that pools convolved rows as they come, without memory for all of them.</summary>
public interface IPooledConvolution
{
    /// <summary>
    /// The very values of <see cref="IComputeBackend.ConvolutionForward"/> followed by
    /// <see cref="IComputeBackend.PoolingForward"/>.
    /// </summary>
    /// <param name="input">Images, N×C×H×W, micrograph layout.</param>
    /// <param name="weights">Filters, flat, K·C·P·Q.</param>
    /// <param name="bias">One value per filter, flat, K.</param>
    /// <param name="output">Receives the pooled images, micrograph layout.</param>
    /// <param name="stage">The extents, and what is done.</param>
    void ConvolutionPoolingForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, PooledConvolution stage);
}
