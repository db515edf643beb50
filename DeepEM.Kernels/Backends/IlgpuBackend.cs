using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.Update;
using DeepEM.Kernels.WindowStatistics;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on a device that ILGPU drives: CUDA, OpenCL or ILGPU's CPU accelerator.</summary>
/// <remarks>
/// <para>Made by <see cref="IlgpuDevices.Create"/>. Tensors are NCHW whatever their layout.</para>
/// <para>
/// Operations are queued on one stream and run in order, uploads run beside them (IlgpuQueue); each kernel is compiled
/// when first used. Used from one thread at a time; a sibling on the same device serves another thread
/// (<see cref="CreateSibling"/>). Memory for sums between two passes is allocated when first needed and kept.
/// </para>
/// </remarks>
public sealed class IlgpuBackend : IComputeBackend
{
    private readonly IlgpuDevice _device;
    private readonly IlgpuQueue _queue;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly IlgpuScratch _scratch;
    private readonly ConvolutionKernels _convolution;
    private readonly ActivationKernels _activation;
    private readonly PoolingKernels _pooling;
    private readonly DenseKernels _dense;
    private readonly LossKernels _loss;
    private readonly UpdateKernels _update;
    private readonly WindowStatisticsKernels _windowStatistics;
    private readonly LocalMaximaKernels _localMaxima;
    private readonly BinningKernels _binning;
    private bool _isDisposed;

    internal IlgpuBackend(IlgpuDevice device, BackendKind kind, ConvolutionVariant? variant = null)
    {
        device.Enter();
        _device = device;
        _accelerator = device.Accelerator;
        _queue = new IlgpuQueue(device);
        _stream = _queue.Stream;
        _scratch = new IlgpuScratch(_queue);
        _convolution = new ConvolutionKernels(
            _accelerator, variant ?? ConvolutionVariants.For(_accelerator));
        _activation = new ActivationKernels(_accelerator);
        _pooling = new PoolingKernels(_accelerator);
        _dense = new DenseKernels(_accelerator);
        _loss = new LossKernels(_accelerator);
        _update = new UpdateKernels(_accelerator);
        _windowStatistics = new WindowStatisticsKernels(_accelerator);
        _localMaxima = new LocalMaximaKernels(_accelerator);
        _binning = new BinningKernels(_accelerator);
        Kind = kind;
        DeviceName = device.Name;
    }

    /// <inheritdoc/>
    public BackendKind Kind { get; }

    /// <inheritdoc/>
    public string DeviceName { get; }

    /// <inheritdoc/>
    public int ChunkImages => int.MaxValue;

    /// <inheritdoc/>
    public int Workers => 1;

    /// <inheritdoc/>
    public DeviceMemory Memory => _device.Memory;

    /// <summary>Whether the device works beside the host: any but those that are the host's own cores.</summary>
    public bool IsBesideHost => _device.IsBesideHost;

    /// <summary>How often the host has waited for the device.</summary>
    internal long Waits => _queue.Waits;

    /// <summary>Another backend on the same device, with a queue of its own, for another thread.</summary>
    /// <returns>A backend that the caller disposes; what they take of the memory is counted together.</returns>
    public IlgpuBackend CreateSibling() => new(_device.ForAnotherThread(), Kind);

    /// <inheritdoc/>
    public void ForEach(int count, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        for (int item = 0; item < count; item++)
        {
            body(0, item);
        }
    }

    /// <inheritdoc/>
    public Tensor Allocate(long length)
    {
        Launch.RequireCountable(length);
        return new IlgpuTensor(_queue, new ImageShape(1, 1, 1, (int)length), layout: null);
    }

    /// <inheritdoc/>
    public Tensor AllocateImages(ImageShape shape, ImageLayout layout) =>
        new IlgpuTensor(_queue, shape, Require.Defined(layout));

    /// <inheritdoc/>
    public HostBuffer AllocateHost(int length) => _device.AllocateHost(length);

    /// <inheritdoc/>
    public void Synchronize() => _queue.Synchronize();

    /// <inheritdoc/>
    public void ConvolutionForward(
        Tensor input,
        Tensor weights,
        Tensor bias,
        Tensor output,
        ConvolutionShape shape,
        ActivationKind activation)
    {
        Require.Valid(shape);
        ImageLayout layout = LayoutOf(input);
        _convolution.Forward(
            _stream,
            Images(input, shape.Input, layout, nameof(input)),
            Flat(weights, shape.WeightsLength, nameof(weights)),
            Flat(bias, shape.Filters, nameof(bias)),
            Images(output, shape.Output, layout, nameof(output)),
            _scratch,
            shape,
            Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ConvolutionShape shape)
    {
        Require.Valid(shape);
        _convolution.BackwardInput(
            _stream,
            Patches(outputGradient, shape.Output, nameof(outputGradient)),
            Flat(weights, shape.WeightsLength, nameof(weights)),
            Patches(inputGradient, shape.Input, nameof(inputGradient)),
            _scratch,
            shape);
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardWeights(
        Tensor input, Tensor outputGradient, Tensor weightsGradient, Tensor biasGradient, ConvolutionShape shape)
    {
        Require.Valid(shape);
        _convolution.BackwardWeights(
            _stream,
            Patches(input, shape.Input, nameof(input)),
            Patches(outputGradient, shape.Output, nameof(outputGradient)),
            Flat(weightsGradient, shape.WeightsLength, nameof(weightsGradient)),
            Flat(biasGradient, shape.Filters, nameof(biasGradient)),
            _scratch,
            shape);
    }

    /// <inheritdoc/>
    public void ActivationBackward(Tensor output, Tensor gradient, ImageShape images, ActivationKind activation)
    {
        Require.Extents(images, nameof(images));
        ImageLayout layout = LayoutOf(output);
        _activation.Backward(
            _stream,
            Images(output, images, layout, nameof(output)),
            Images(gradient, images, layout, nameof(gradient)),
            images.Length,
            Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void PoolingForward(Tensor input, Tensor output, PoolingShape shape, PoolingKind kind)
    {
        Require.Valid(shape);
        ImageLayout layout = shape.Fragments ? ImageLayout.Micrograph : LayoutOf(input);
        _pooling.Forward(
            _stream,
            Images(input, shape.Input, layout, nameof(input)),
            Images(output, shape.Output, layout, nameof(output)),
            shape,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void PoolingBackward(
        Tensor input, Tensor outputGradient, Tensor inputGradient, PoolingShape shape, PoolingKind kind)
    {
        Require.Valid(shape);
        Require.NoFragments(shape);
        _pooling.Backward(
            _stream,
            Patches(input, shape.Input, nameof(input)),
            Patches(outputGradient, shape.Output, nameof(outputGradient)),
            Patches(inputGradient, shape.Input, nameof(inputGradient)),
            shape,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void DenseForward(Tensor input, Tensor weights, Tensor bias, Tensor output, ImageShape images, int units)
    {
        Require.Units(images, units);
        _dense.Forward(
            _stream,
            Patches(input, images, nameof(input)),
            Flat(weights, units * images.ImageLength, nameof(weights)),
            Flat(bias, units, nameof(bias)),
            Patches(output, new ImageShape(images.Batch, units, 1, 1), nameof(output)),
            _scratch,
            images,
            units);
    }

    /// <inheritdoc/>
    public void DenseBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ImageShape images, int units)
    {
        Require.Units(images, units);
        _dense.BackwardInput(
            _stream,
            Patches(outputGradient, new ImageShape(images.Batch, units, 1, 1), nameof(outputGradient)),
            Flat(weights, units * images.ImageLength, nameof(weights)),
            Patches(inputGradient, images, nameof(inputGradient)),
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
        Require.Units(images, units);
        _dense.BackwardWeights(
            _stream,
            Patches(input, images, nameof(input)),
            Patches(outputGradient, new ImageShape(images.Batch, units, 1, 1), nameof(outputGradient)),
            Flat(weightsGradient, units * images.ImageLength, nameof(weightsGradient)),
            Flat(biasGradient, units, nameof(biasGradient)),
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
            Patches(logits, images, nameof(logits)),
            Patches(targets, images, nameof(targets)),
            Patches(sampleWeights, images, nameof(sampleWeights)),
            Patches(losses, images, nameof(losses)),
            Patches(gradient, images, nameof(gradient)),
            count,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void Accumulate(Tensor target, Tensor addend)
    {
        ArgumentNullException.ThrowIfNull(target);
        _update.Accumulate(
            _stream, Flat(target, target.Length, nameof(target)), Flat(addend, target.Length, nameof(addend)));
    }

    /// <inheritdoc/>
    public void UpdateSgd(Tensor parameters, Tensor gradient, float rate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Sgd(
            _stream,
            Flat(parameters, parameters.Length, nameof(parameters)),
            Flat(gradient, parameters.Length, nameof(gradient)),
            rate);
    }

    /// <inheritdoc/>
    public void UpdateMomentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Momentum(
            _stream,
            Flat(parameters, parameters.Length, nameof(parameters)),
            Flat(gradient, parameters.Length, nameof(gradient)),
            Flat(velocity, parameters.Length, nameof(velocity)),
            rate,
            momentum);
    }

    /// <inheritdoc/>
    public void UpdateAdam(
        Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Adam(
            _stream,
            Flat(parameters, parameters.Length, nameof(parameters)),
            Flat(gradient, parameters.Length, nameof(gradient)),
            Flat(firstMoment, parameters.Length, nameof(firstMoment)),
            Flat(secondMoment, parameters.Length, nameof(secondMoment)),
            constants);
    }

    /// <inheritdoc/>
    public void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape)
    {
        Require.Valid(shape);
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        _windowStatistics.Evaluate(
            _stream,
            Micrograph(image, new ImageShape(1, 1, shape.Height, shape.Width), nameof(image)),
            Micrograph(mean, windows, nameof(mean)),
            Micrograph(deviation, windows, nameof(deviation)),
            _scratch.Take(WindowStatisticsKernels.ScratchLength(shape)),
            shape);
    }

    /// <inheritdoc/>
    public void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        _localMaxima.Find(
            _stream,
            Micrograph(scores, map, nameof(scores)),
            Micrograph(peaks, map, nameof(peaks)),
            PeakSearch.Of(height, width, radius, threshold));
    }

    /// <inheritdoc/>
    public void Binning(Tensor image, Tensor output, int height, int width, int factor)
    {
        ImageShape full = new(1, 1, height, width);
        Require.Extents(full, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        ImageShape binned = new(1, 1, ((height - 1) / factor) + 1, ((width - 1) / factor) + 1);
        _binning.Bin(
            _stream,
            Micrograph(image, full, nameof(image)),
            Micrograph(output, binned, nameof(output)),
            height,
            width,
            factor);
    }

    /// <summary>Releases the memory, then the streams, then the device where no sibling uses it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _scratch.Dispose();
            _queue.Dispose();
            _device.Leave();
        }
    }

    private ArrayView<float> Flat(Tensor tensor, long length, string name)
    {
        Require.Flat(tensor, length, name);
        return IlgpuTensor.Of(tensor, _device, layout: null, name).View;
    }

    private ArrayView<float> Patches(Tensor tensor, ImageShape images, string name) =>
        Images(tensor, images, ImageLayout.Patches, name);

    private ArrayView<float> Micrograph(Tensor tensor, ImageShape images, string name) =>
        Images(tensor, images, ImageLayout.Micrograph, name);

    private ArrayView<float> Images(Tensor tensor, ImageShape images, ImageLayout layout, string name)
    {
        Require.Images(tensor, images, name);
        return IlgpuTensor.Of(tensor, _device, layout, name).View;
    }

    private static ImageLayout LayoutOf(Tensor tensor) => (tensor as IlgpuTensor)?.Layout ?? ImageLayout.Patches;
}
