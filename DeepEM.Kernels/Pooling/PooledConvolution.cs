using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Pooling;

/// <summary>A convolution with its activation and the pooling that follows, as one step.</summary>
/// <param name="Convolution">The extents of the convolution.</param>
/// <param name="Activation">Applied to each convolved value.</param>
/// <param name="Pooling">The extents of the pooling; its input is the convolution's output.</param>
/// <param name="Kind">Mean or maximum.</param>
public readonly record struct PooledConvolution(
    ConvolutionShape Convolution, ActivationKind Activation, PoolingShape Pooling, PoolingKind Kind)
{
    /// <summary>
    /// Pooled rows that a device may compute together. Where an image is cut into bands, they begin at multiples of it,
    /// so that no result depends on the band that it falls into.
    /// </summary>
    public const int BandRows = 4;

    /// <summary>Requires extents that are valid, and a pooling that takes what the convolution gives.</summary>
    /// <exception cref="ArgumentException">It is not so.</exception>
    internal void RequireValid()
    {
        Convolution.RequireValid();
        Pooling.RequireValid();
        Require.Defined(Activation);
        Require.Defined(Kind);
        if (Pooling.Input != Convolution.Output)
        {
            throw new ArgumentException($"{Pooling} does not pool the {Convolution.Output} of {Convolution}.");
        }
    }
}
