using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends;

/// <summary>The layers on a device that ILGPU drives; each kernel is compiled when first used.</summary>
internal sealed class IlgpuLayers : ILayerOperations
{
    private readonly AcceleratorStream _stream;
    private readonly IlgpuScratch _scratch;
    private readonly IlgpuViews _views;
    private readonly ConvolutionKernels _convolution;
    private readonly ActivationKernels _activation;
    private readonly PoolingKernels _pooling;
    private readonly DenseKernels _dense;
    private readonly LossKernels _loss;

    /// <summary>Prepares the kernels.</summary>
    /// <param name="queue">What orders the operations.</param>
    /// <param name="scratch">Memory between two passes.</param>
    /// <param name="variant">The kernels that convolve.</param>
    public IlgpuLayers(IlgpuQueue queue, IlgpuScratch scratch, ConvolutionVariant variant)
    {
        Accelerator accelerator = queue.Device.Accelerator;
        _stream = queue.Stream;
        _scratch = scratch;
        _views = new IlgpuViews(queue.Device);
        _convolution = new ConvolutionKernels(accelerator, variant);
        _activation = new ActivationKernels(accelerator);
        _pooling = new PoolingKernels(accelerator);
        _dense = new DenseKernels(accelerator);
        _loss = new LossKernels(accelerator);
    }

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
        ImageLayout layout = IlgpuViews.LayoutOf(input);
        _convolution.Forward(
            _stream,
            _views.Images(input, shape.Input, layout, nameof(input)),
            _views.Flat(weights, shape.WeightsLength, nameof(weights)),
            _views.Flat(bias, shape.Filters, nameof(bias)),
            _views.Images(output, shape.Output, layout, nameof(output)),
            _scratch,
            shape,
            Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ConvolutionShape shape)
    {
        shape.RequireValid();
        _convolution.BackwardInput(
            _stream,
            _views.Patches(outputGradient, shape.Output, nameof(outputGradient)),
            _views.Flat(weights, shape.WeightsLength, nameof(weights)),
            _views.Patches(inputGradient, shape.Input, nameof(inputGradient)),
            _scratch,
            shape);
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardWeights(
        Tensor input, Tensor outputGradient, Tensor weightsGradient, Tensor biasGradient, ConvolutionShape shape)
    {
        shape.RequireValid();
        _convolution.BackwardWeights(
            _stream,
            _views.Patches(input, shape.Input, nameof(input)),
            _views.Patches(outputGradient, shape.Output, nameof(outputGradient)),
            _views.Flat(weightsGradient, shape.WeightsLength, nameof(weightsGradient)),
            _views.Flat(biasGradient, shape.Filters, nameof(biasGradient)),
            _scratch,
            shape);
    }

    /// <inheritdoc/>
    public void ActivationBackward(Tensor output, Tensor gradient, ImageShape images, ActivationKind activation)
    {
        Require.Extents(images, nameof(images));
        ImageLayout layout = IlgpuViews.LayoutOf(output);
        _activation.Backward(
            _stream,
            _views.Images(output, images, layout, nameof(output)),
            _views.Images(gradient, images, layout, nameof(gradient)),
            images.Length,
            Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void PoolingForward(Tensor input, Tensor output, PoolingShape shape, PoolingKind kind)
    {
        shape.RequireValid();
        ImageLayout layout = shape.Fragments ? ImageLayout.Micrograph : IlgpuViews.LayoutOf(input);
        _pooling.Forward(
            _stream,
            _views.Images(input, shape.Input, layout, nameof(input)),
            _views.Images(output, shape.Output, layout, nameof(output)),
            shape,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void PoolingBackward(
        Tensor input, Tensor outputGradient, Tensor inputGradient, PoolingShape shape, PoolingKind kind)
    {
        shape.RequireValid();
        shape.RequireNoFragments();
        _pooling.Backward(
            _stream,
            _views.Patches(input, shape.Input, nameof(input)),
            _views.Patches(outputGradient, shape.Output, nameof(outputGradient)),
            _views.Patches(inputGradient, shape.Input, nameof(inputGradient)),
            shape,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void DenseForward(Tensor input, Tensor weights, Tensor bias, Tensor output, ImageShape images, int units)
    {
        DenseExtents.RequireValid(images, units);
        _dense.Forward(
            _stream,
            _views.Patches(input, images, nameof(input)),
            _views.Flat(weights, units * images.ImageLength, nameof(weights)),
            _views.Flat(bias, units, nameof(bias)),
            _views.Patches(output, new ImageShape(images.Batch, units, 1, 1), nameof(output)),
            _scratch,
            images,
            units);
    }

    /// <inheritdoc/>
    public void DenseBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ImageShape images, int units)
    {
        DenseExtents.RequireValid(images, units);
        _dense.BackwardInput(
            _stream,
            _views.Patches(outputGradient, new ImageShape(images.Batch, units, 1, 1), nameof(outputGradient)),
            _views.Flat(weights, units * images.ImageLength, nameof(weights)),
            _views.Patches(inputGradient, images, nameof(inputGradient)),
            images,
            units);
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
        _dense.BackwardWeights(
            _stream,
            _views.Patches(input, images, nameof(input)),
            _views.Patches(outputGradient, new ImageShape(images.Batch, units, 1, 1), nameof(outputGradient)),
            _views.Flat(weightsGradient, units * images.ImageLength, nameof(weightsGradient)),
            _views.Flat(biasGradient, units, nameof(biasGradient)),
            _scratch,
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
        _loss.Evaluate(
            _stream,
            _views.Patches(logits, images, nameof(logits)),
            _views.Patches(targets, images, nameof(targets)),
            _views.Patches(sampleWeights, images, nameof(sampleWeights)),
            _views.Patches(losses, images, nameof(losses)),
            _views.Patches(gradient, images, nameof(gradient)),
            count,
            Require.Defined(kind));
    }
}
