using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Values in the memory of an ILGPU accelerator, NCHW for every layout; its only owner.</summary>
internal sealed class IlgpuTensor : Tensor
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? _owned;
    private readonly IlgpuQueue _queue;
    private readonly ArrayView1D<float, Stride1D.Dense> _view;

    /// <summary>Allocates zeros.</summary>
    /// <param name="queue">What orders copies and clears, on the device that gives the memory.</param>
    /// <param name="images">The extents, each at least 1.</param>
    /// <param name="layout">What the images are; null for a flat tensor.</param>
    /// <exception cref="ArgumentException">An extent is below 1, or there are too many values to count.</exception>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    public IlgpuTensor(IlgpuQueue queue, ImageShape images, ImageLayout? layout)
        : base(images)
    {
        Require.Extents(images, nameof(images));
        Launch.RequireCountable(images.Length);
        _queue = queue;
        _owned = queue.Device.Allocate(images.Length);
        _view = _owned.View;
        Layout = layout;
        try
        {
            Clear();
        }
        catch (AcceleratorException exception) when (IlgpuDevice.IsOutOfMemory(exception))
        {
            // OpenCL takes the memory when it is first used.
            queue.Device.Free(_owned);
            throw new DeviceOutOfMemoryException(queue.Device.Name, images.Length * sizeof(float), exception);
        }
    }

    private IlgpuTensor(IlgpuTensor whole, long offset, long length)
        : base(new ImageShape(1, 1, 1, checked((int)length)))
    {
        _queue = whole._queue;
        _view = whole._view.SubView(offset, length);
    }

    /// <summary>What the images are; null for a flat tensor.</summary>
    public ImageLayout? Layout { get; }

    /// <summary>The values, as kernels take them.</summary>
    public ArrayView<float> View => _view.BaseView;

    /// <summary>A tensor of a device and a layout.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="device">The device.</param>
    /// <param name="layout">What the images are; null for a flat tensor.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It is of another device or has another layout.</exception>
    public static IlgpuTensor Of(Tensor tensor, IlgpuDevice device, ImageLayout? layout, string name)
    {
        if (tensor is not IlgpuTensor own || own._queue.Device != device)
        {
            throw new ArgumentException($"The tensor is not in the memory of {device.Name}.", name);
        }

        // The layouts are all NCHW here, but not on every backend: what is refused there is refused here.
        return own.Layout == layout
            ? own
            : throw new ArgumentException(
                $"The layout is {Describe(own.Layout)} where {Describe(layout)} is needed.", name);
    }

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<float> values)
    {
        if (ClearBeyond(values.Length, nameof(values)))
        {
            _queue.Upload(values, View.SubView(0, values.Length));
        }
    }

    /// <inheritdoc/>
    public override void Upload(HostBuffer values, int count)
    {
        RequireWithin(values, count);
        if (ClearBeyond(count, nameof(count)))
        {
            _queue.Upload(values, View.SubView(0, count));
        }
    }

    /// <inheritdoc/>
    public override void Download(Span<float> values)
    {
        RequireWholeImages(values.Length, nameof(values));
        if (!values.IsEmpty)
        {
            _queue.Download(View.SubView(0, values.Length), values);
        }
    }

    /// <inheritdoc/>
    public override void Download(HostBuffer values, int count)
    {
        RequireWithin(values, count);
        RequireWholeImages(count, nameof(count));
        if (count > 0)
        {
            _queue.Download(View.SubView(0, count), values);
        }
    }

    /// <inheritdoc/>
    public override void Clear() => _queue.Clear(View);

    /// <inheritdoc/>
    public override Tensor Slice(long offset, long length)
    {
        if (Layout is not null)
        {
            throw new InvalidOperationException($"A tensor of images ({Images}) has no slices.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new IlgpuTensor(this, offset, length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _owned is { IsDisposed: false })
        {
            _queue.Device.Free(_owned);
        }
    }

    private static string Describe(ImageLayout? layout) => layout?.ToString() ?? "flat";

    // Whether there is anything to upload.
    private bool ClearBeyond(int count, string name)
    {
        RequireWholeImages(count, name);
        if (count < Length)
        {
            _queue.Clear(View.SubView(count, Length - count));
        }

        return count > 0;
    }

    private void RequireWholeImages(int count, string name)
    {
        if (count > Length || count % Images.ImageLength != 0)
        {
            throw new ArgumentException(
                $"{count} values are not a whole number of images of {Images}, or too many.", name);
        }
    }
}
