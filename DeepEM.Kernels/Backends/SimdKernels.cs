using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.Update;

namespace DeepEM.Kernels.Backends;

/// <summary>The kernels of every operation at one width.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdKernels<TSimd, TVector> : ISimdKernels
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public int Lanes => TSimd.Count;

    /// <inheritdoc/>
    public void ConvolutionForward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        ConvolutionShape shape,
        ActivationKind activation,
        SimdScratch scratch) =>
        ConvolutionSimd<TSimd, TVector>.Forward(input, weights, bias, output, shape, activation, scratch);

    /// <inheritdoc/>
    public void ConvolutionPoolingForward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        PooledConvolution stage,
        SimdScratch scratch) =>
        PooledConvolutionSimd<TSimd, TVector>.Forward(input, weights, bias, output, stage, scratch);

    /// <inheritdoc/>
    public void ConvolutionBackwardInput(
        SimdTensor outputGradient,
        SimdTensor weights,
        SimdTensor inputGradient,
        ConvolutionShape shape,
        SimdScratch scratch) =>
        ConvolutionSimd<TSimd, TVector>.BackwardInput(outputGradient, weights, inputGradient, shape, scratch);

    /// <inheritdoc/>
    public void ConvolutionBackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ConvolutionShape shape,
        SimdScratch scratch) =>
        ConvolutionWeightsSimd<TSimd, TVector>.BackwardWeights(
            input, outputGradient, weightsGradient, biasGradient, shape, scratch);

    /// <inheritdoc/>
    public void ActivationBackward(
        SimdTensor output, SimdTensor gradient, ImageShape images, ActivationKind activation) =>
        ActivationSimd<TSimd, TVector>.Backward(output, gradient, images, activation);

    /// <inheritdoc/>
    public void PoolingForward(
        SimdTensor input, SimdTensor output, PoolingShape shape, PoolingKind kind, SimdScratch scratch)
    {
        if (input.Layout == ImageLayout.Patches)
        {
            PatchPoolingSimd<TSimd, TVector>.Forward(input, output, shape, kind);
        }
        else
        {
            MicrographPoolingSimd<TSimd, TVector>.Forward(input, output, shape, kind, scratch);
        }
    }

    /// <inheritdoc/>
    public void PoolingBackward(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor inputGradient,
        PoolingShape shape,
        PoolingKind kind) =>
        PatchPoolingSimd<TSimd, TVector>.Backward(input, outputGradient, inputGradient, shape, kind);

    /// <inheritdoc/>
    public void DenseForward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        ImageShape images,
        int units) =>
        DenseSimd<TSimd, TVector>.Forward(input, weights, bias, output, images, units);

    /// <inheritdoc/>
    public void DenseBackwardInput(
        SimdTensor outputGradient, SimdTensor weights, SimdTensor inputGradient, ImageShape images, int units) =>
        DenseSimd<TSimd, TVector>.BackwardInput(outputGradient, weights, inputGradient, images, units);

    /// <inheritdoc/>
    public void DenseBackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ImageShape images,
        int units) =>
        DenseSimd<TSimd, TVector>.BackwardWeights(
            input, outputGradient, weightsGradient, biasGradient, images, units);

    /// <inheritdoc/>
    public void Accumulate(SimdTensor target, SimdTensor addend) =>
        UpdateSimd<TSimd, TVector>.Accumulate(target, addend);

    /// <inheritdoc/>
    public void UpdateSgd(SimdTensor parameters, SimdTensor gradient, float rate) =>
        UpdateSimd<TSimd, TVector>.Sgd(parameters, gradient, rate);

    /// <inheritdoc/>
    public void UpdateMomentum(
        SimdTensor parameters, SimdTensor gradient, SimdTensor velocity, float rate, float momentum) =>
        UpdateSimd<TSimd, TVector>.Momentum(parameters, gradient, velocity, rate, momentum);

    /// <inheritdoc/>
    public void UpdateAdam(
        SimdTensor parameters,
        SimdTensor gradient,
        SimdTensor firstMoment,
        SimdTensor secondMoment,
        AdamStep constants) =>
        UpdateSimd<TSimd, TVector>.Adam(parameters, gradient, firstMoment, secondMoment, constants);

    /// <inheritdoc/>
    public void Binning(
        SimdTensor image, SimdTensor output, int height, int width, int factor, SimdScratch scratch) =>
        BinningSimd<TSimd, TVector>.Bin(image, output, height, width, factor, scratch);
}
