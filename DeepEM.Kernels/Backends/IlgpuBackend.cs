using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on a device that ILGPU drives: CUDA, OpenCL or ILGPU's CPU accelerator.</summary>
/// <remarks>
/// <para>Made by <see cref="IlgpuDevices.Create"/>. Tensors are NCHW whatever their layout.</para>
/// <para>
/// Operations are queued on one stream and run in order, uploads run beside them (IlgpuQueue); each kernel is compiled
/// when first used. Used from one thread at a time; a sibling on the same device serves another thread
/// (<see cref="CreateSibling"/>). Memory between two passes is allocated when first needed and kept.
/// </para>
/// </remarks>
public sealed class IlgpuBackend : IComputeBackend
{
    private readonly IlgpuDevice _device;
    private readonly IlgpuQueue _queue;
    private readonly IlgpuScratch _scratch;
    private readonly IlgpuSpectra _spectra;
    private readonly IlgpuAlignment _alignment;
    private bool _isDisposed;

    internal IlgpuBackend(IlgpuDevice device, BackendKind kind, ConvolutionVariant? variant = null)
    {
        device.Enter();
        _device = device;
        _queue = new IlgpuQueue(device);
        _scratch = new IlgpuScratch(_queue);
        Layers = new IlgpuLayers(_queue, _scratch, variant ?? ConvolutionVariants.For(device.Accelerator));
        Maps = new IlgpuMaps(_queue, _scratch);
        _spectra = new IlgpuSpectra(_queue, _scratch);
        _alignment = new IlgpuAlignment(_queue, _scratch);
        Updates = new IlgpuUpdates(_queue);
        Kind = kind;
        DeviceName = device.Name;
    }

    /// <inheritdoc/>
    public ILayerOperations Layers { get; }

    /// <inheritdoc/>
    public IMapOperations Maps { get; }

    /// <inheritdoc/>
    public ISpectrumOperations Spectra => _spectra;

    /// <inheritdoc/>
    public IAlignmentOperations Alignment => _alignment;

    /// <inheritdoc/>
    public IUpdateOperations Updates { get; }

    /// <inheritdoc/>
    public IBandOperations? Bands => null;

    /// <inheritdoc/>
    public BackendKind Kind { get; }

    /// <inheritdoc/>
    public string DeviceName { get; }

    /// <inheritdoc/>
    public string Arithmetic => $"{Kind} {DeviceName}";

    /// <inheritdoc/>
    public bool LendsHostCores => false;

    /// <inheritdoc/>
    public bool QueuesOperations => true;

    /// <inheritdoc/>
    public bool TakesConcurrentCalls => false;

    /// <inheritdoc/>
    public int ChunkImages => int.MaxValue;

    /// <inheritdoc/>
    public int Workers => 1;

    /// <inheritdoc/>
    public DeviceMemory Memory => _device.Memory;

    /// <summary>Whether the device works beside the host: any but those that are the host's own cores.</summary>
    internal bool IsBesideHost => _device.IsBesideHost;

    /// <summary>How often the host has waited for the device.</summary>
    internal long Waits => _queue.Waits;

    /// <inheritdoc/>
    public IComputeBackend? CreateOverlapping() => IsBesideHost ? CreateSibling() : null;

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

    /// <summary>Releases the memory, then the streams, then the device where no sibling uses it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _spectra.Dispose();
            _alignment.Dispose();
            _scratch.Dispose();
            _queue.Dispose();
            _device.Leave();
        }
    }
}
