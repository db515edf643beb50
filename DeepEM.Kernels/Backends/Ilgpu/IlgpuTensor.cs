using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends.Ilgpu;

/// <summary>Values in the memory of an ILGPU accelerator, NCHW for every layout; its only owner.</summary>
internal sealed class IlgpuTensor : Tensor
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? _owned;
    private readonly AcceleratorStream _stream;
    private readonly ClearKernels _clear;
    private readonly ArrayView1D<float, Stride1D.Dense> _view;

    /// <summary>Allocates zeros.</summary>
    /// <param name="stream">The stream that orders copies and clears, of the accelerator that gives the memory.</param>
    /// <param name="clear">Writes the zeros.</param>
    /// <param name="images">The extents, each at least 1.</param>
    /// <param name="layout">What the images are; null for a flat tensor.</param>
    /// <exception cref="ArgumentException">An extent is below 1, or there are too many values to count.</exception>
    public IlgpuTensor(AcceleratorStream stream, ClearKernels clear, ImageShape images, ImageLayout? layout)
        : base(images)
    {
        Require.Extents(images, nameof(images));
        Launch.RequireCountable(images.Length);
        _stream = stream;
        _clear = clear;
        _owned = stream.Accelerator.Allocate1D<float>(images.Length);
        _view = _owned.View;
        Layout = layout;
        Clear();
    }

    private IlgpuTensor(IlgpuTensor whole, long offset, long length)
        : base(new ImageShape(1, 1, 1, checked((int)length)))
    {
        _stream = whole._stream;
        _clear = whole._clear;
        _view = whole._view.SubView(offset, length);
    }

    /// <summary>What the images are; null for a flat tensor.</summary>
    public ImageLayout? Layout { get; }

    /// <summary>The device that holds the memory.</summary>
    public Accelerator Accelerator => _stream.Accelerator;

    /// <summary>The values, as kernels take them.</summary>
    public ArrayView<float> View => _view.BaseView;

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<float> values)
    {
        RequireWholeImages(values.Length, nameof(values));
        if (values.Length < Length)
        {
            _clear.Clear(_stream, View.SubView(values.Length, Length - values.Length));
        }

        if (!values.IsEmpty)
        {
            _view.SubView(0, values.Length).CopyFromCPU(_stream, values);
        }
    }

    /// <inheritdoc/>
    public override void Download(Span<float> values)
    {
        RequireWholeImages(values.Length, nameof(values));
        if (!values.IsEmpty)
        {
            _view.SubView(0, values.Length).CopyToCPU(_stream, values);
        }
    }

    /// <inheritdoc/>
    public override void Clear() => _clear.Clear(_stream, View);

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
        if (disposing)
        {
            _owned?.Dispose();
        }
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
