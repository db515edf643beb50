using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.Update;

namespace DeepEM.Kernels.Backends;

/// <summary>
/// The operations of <see cref="IComputeBackend"/> whose arguments have been checked, at one width. What they mean is
/// said there.
/// </summary>
internal interface ISimdKernels
{
    /// <summary>Lanes of the vectors, V.</summary>
    int Lanes { get; }

    /// <inheritdoc cref="IComputeBackend.ConvolutionForward"/>
    void ConvolutionForward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        ConvolutionShape shape,
        ActivationKind activation,
        SimdScratch scratch);

    /// <inheritdoc cref="IPooledConvolution.ConvolutionPoolingForward"/>
    void ConvolutionPoolingForward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        PooledConvolution stage,
        SimdScratch scratch);

    /// <inheritdoc cref="IComputeBackend.ConvolutionBackwardInput"/>
    void ConvolutionBackwardInput(
        SimdTensor outputGradient,
        SimdTensor weights,
        SimdTensor inputGradient,
        ConvolutionShape shape,
        SimdScratch scratch);

    /// <inheritdoc cref="IComputeBackend.ConvolutionBackwardWeights"/>
    void ConvolutionBackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ConvolutionShape shape,
        SimdScratch scratch);

    /// <inheritdoc cref="IComputeBackend.ActivationBackward"/>
    void ActivationBackward(SimdTensor output, SimdTensor gradient, ImageShape images, ActivationKind activation);

    /// <inheritdoc cref="IComputeBackend.PoolingForward"/>
    void PoolingForward(
        SimdTensor input, SimdTensor output, PoolingShape shape, PoolingKind kind, SimdScratch scratch);

    /// <inheritdoc cref="IComputeBackend.PoolingBackward"/>
    void PoolingBackward(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor inputGradient,
        PoolingShape shape,
        PoolingKind kind);

    /// <inheritdoc cref="IComputeBackend.DenseForward"/>
    void DenseForward(
        SimdTensor input, SimdTensor weights, SimdTensor bias, SimdTensor output, ImageShape images, int units);

    /// <inheritdoc cref="IComputeBackend.DenseBackwardInput"/>
    void DenseBackwardInput(
        SimdTensor outputGradient, SimdTensor weights, SimdTensor inputGradient, ImageShape images, int units);

    /// <inheritdoc cref="IComputeBackend.DenseBackwardWeights"/>
    void DenseBackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ImageShape images,
        int units);

    /// <inheritdoc cref="IComputeBackend.Accumulate"/>
    void Accumulate(SimdTensor target, SimdTensor addend);

    /// <inheritdoc cref="IComputeBackend.UpdateSgd"/>
    void UpdateSgd(SimdTensor parameters, SimdTensor gradient, float rate);

    /// <inheritdoc cref="IComputeBackend.UpdateMomentum"/>
    void UpdateMomentum(
        SimdTensor parameters, SimdTensor gradient, SimdTensor velocity, float rate, float momentum);

    /// <inheritdoc cref="IComputeBackend.UpdateAdam"/>
    void UpdateAdam(
        SimdTensor parameters,
        SimdTensor gradient,
        SimdTensor firstMoment,
        SimdTensor secondMoment,
        AdamStep constants);

    /// <inheritdoc cref="IComputeBackend.Binning"/>
    void Binning(SimdTensor image, SimdTensor output, int height, int width, int factor, SimdScratch scratch);
}
