using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Kernels.Backends;

/// <summary>Bands of rows, which the workers share out, and a stage that pools convolved rows as they come.</summary>
/// <remarks>
/// A band needs no memory for all the rows that are convolved in it. What all operations have in common is said at
/// <see cref="IComputeBackend"/>.
/// </remarks>
public interface IBandOperations
{
    /// <summary>
    /// The very values of <see cref="ILayerOperations.ConvolutionForward"/> followed by
    /// <see cref="ILayerOperations.PoolingForward"/>.
    /// </summary>
    /// <param name="input">Images, N×C×H×W, micrograph layout.</param>
    /// <param name="weights">Filters, flat, K·C·P·Q.</param>
    /// <param name="bias">One value per filter, flat, K.</param>
    /// <param name="output">Receives the pooled images, micrograph layout.</param>
    /// <param name="stage">The extents, and what is done.</param>
    void ConvolutionPoolingForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, PooledConvolution stage);

    /// <summary>Rows of images in the micrograph layout, so that an operation can be dealt out band by band.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Which rows of which images.</param>
    /// <returns>
    /// Images of so many rows that share the memory of <paramref name="images"/> and are valid as long; disposing them
    /// does nothing.
    /// </returns>
    /// <exception cref="ArgumentException">The tensor does not have these rows.</exception>
    Tensor Rows(Tensor images, ImageRows rows);

    /// <summary>Copies rows within images in the micrograph layout; source and target may overlap.</summary>
    /// <param name="images">The images; the same rows are copied in all of them and in all channels.</param>
    /// <param name="from">First row to copy.</param>
    /// <param name="to">Row that the first one is copied to.</param>
    /// <param name="count">How many rows.</param>
    /// <exception cref="ArgumentException">The tensor does not have these rows.</exception>
    void MoveRows(Tensor images, int from, int to, int count);
}
