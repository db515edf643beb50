using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Backends;

/// <summary>The layers in vectors of one width.</summary>
/// <param name="memory">The backend's tensors.</param>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdLayers<TSimd, TVector>(SimdMemory memory) : ILayerOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public void ConvolutionForward(
        Tensor input,
        Tensor weights,
        Tensor bias,
        Tensor output,
        ConvolutionShape shape,
        ActivationKind activation)
    {
        shape.RequireValid();
        Require.Images(input, shape.Input);
        Require.Flat(weights, shape.WeightsLength);
        Require.Flat(bias, shape.Filters);
        Require.Images(output, shape.Output);
        SimdTensor images = memory.Images(input);
        ConvolutionSimd<TSimd, TVector>.Forward(
            images,
            memory.Flat(weights),
            memory.Flat(bias),
            memory.ImagesLike(images, output),
            shape,
            Require.Defined(activation),
            memory.Scratch);
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ConvolutionShape shape)
    {
        shape.RequireValid();
        Require.Images(outputGradient, shape.Output);
        Require.Flat(weights, shape.WeightsLength);
        Require.Images(inputGradient, shape.Input);
        ConvolutionSimd<TSimd, TVector>.BackwardInput(
            memory.Patches(outputGradient), memory.Flat(weights), memory.Patches(inputGradient), shape, memory.Scratch);
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardWeights(
        Tensor input, Tensor outputGradient, Tensor weightsGradient, Tensor biasGradient, ConvolutionShape shape)
    {
        shape.RequireValid();
        Require.Images(input, shape.Input);
        Require.Images(outputGradient, shape.Output);
        Require.Flat(weightsGradient, shape.WeightsLength);
        Require.Flat(biasGradient, shape.Filters);
        ConvolutionWeightsSimd<TSimd, TVector>.BackwardWeights(
            memory.Patches(input),
            memory.Patches(outputGradient),
            memory.Flat(weightsGradient),
            memory.Flat(biasGradient),
            shape,
            memory.Scratch);
    }

    /// <inheritdoc/>
    public void ActivationBackward(Tensor output, Tensor gradient, ImageShape images, ActivationKind activation)
    {
        Require.Extents(images, nameof(images));
        Require.Images(output, images);
        Require.Images(gradient, images);
        SimdTensor values = memory.Images(output);
        ActivationSimd<TSimd, TVector>.Backward(
            values, memory.ImagesLike(values, gradient), images, Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void PoolingForward(Tensor input, Tensor output, PoolingShape shape, PoolingKind kind)
    {
        shape.RequireValid();
        Require.Images(input, shape.Input);
        Require.Images(output, shape.Output);
        SimdTensor images = shape.Fragments ? memory.Micrograph(input) : memory.Images(input);
        SimdTensor pooled = memory.ImagesLike(images, output);
        if (images.Layout == ImageLayout.Patches)
        {
            PatchPoolingSimd<TSimd, TVector>.Forward(images, pooled, shape, Require.Defined(kind));
        }
        else
        {
            MicrographPoolingSimd<TSimd, TVector>.Forward(
                images, pooled, shape, Require.Defined(kind), memory.Scratch);
        }
    }

    /// <inheritdoc/>
    public void PoolingBackward(
        Tensor input, Tensor outputGradient, Tensor inputGradient, PoolingShape shape, PoolingKind kind)
    {
        shape.RequireValid();
        shape.RequireNoFragments();
        Require.Images(input, shape.Input);
        Require.Images(outputGradient, shape.Output);
        Require.Images(inputGradient, shape.Input);
        PatchPoolingSimd<TSimd, TVector>.Backward(
            memory.Patches(input),
            memory.Patches(outputGradient),
            memory.Patches(inputGradient),
            shape,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void DenseForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, ImageShape images, int units)
    {
        DenseExtents.RequireValid(images, units);
        Require.Images(input, images);
        Require.Flat(weights, checked(units * images.ImageLength));
        Require.Flat(bias, units);
        Require.Images(output, new ImageShape(images.Batch, units, 1, 1));
        DenseSimd<TSimd, TVector>.Forward(
            memory.Patches(input), memory.Flat(weights), memory.Flat(bias), memory.Patches(output), images, units);
    }

    /// <inheritdoc/>
    public void DenseBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ImageShape images, int units)
    {
        DenseExtents.RequireValid(images, units);
        Require.Images(inputGradient, images);
        Require.Flat(weights, checked(units * images.ImageLength));
        Require.Images(outputGradient, new ImageShape(images.Batch, units, 1, 1));
        DenseSimd<TSimd, TVector>.BackwardInput(
            memory.Patches(outputGradient), memory.Flat(weights), memory.Patches(inputGradient), images, units);
    }

    /// <inheritdoc/>
    public void DenseBackwardWeights(
        Tensor input,
        Tensor outputGradient,
        Tensor weightsGradient,
        Tensor biasGradient,
        ImageShape images,
        int units)
    {
        DenseExtents.RequireValid(images, units);
        Require.Images(input, images);
        Require.Flat(weightsGradient, checked(units * images.ImageLength));
        Require.Images(outputGradient, new ImageShape(images.Batch, units, 1, 1));
        Require.Flat(biasGradient, units);
        DenseSimd<TSimd, TVector>.BackwardWeights(
            memory.Patches(input),
            memory.Patches(outputGradient),
            memory.Flat(weightsGradient),
            memory.Flat(biasGradient),
            images,
            units);
    }

    /// <inheritdoc/>
    public void Loss(
        Tensor logits,
        Tensor targets,
        Tensor sampleWeights,
        Tensor losses,
        Tensor gradient,
        int count,
        LossKind kind)
    {
        ImageShape images = new(count, 1, 1, 1);
        Require.Extents(images, nameof(count));
        Require.Images(logits, images);
        Require.Images(targets, images);
        Require.Images(sampleWeights, images);
        Require.Images(losses, images);
        Require.Images(gradient, images);
        LossSimd.Evaluate(
            memory.Patches(logits),
            memory.Patches(targets),
            memory.Patches(sampleWeights),
            memory.Patches(losses),
            memory.Patches(gradient),
            count,
            Require.Defined(kind));
    }
}
