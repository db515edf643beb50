namespace DeepEM.Kernels.Memory;

/// <summary>Float32 values in the memory of one device.</summary>
/// <remarks>
/// Flat tensors (parameters, gradients, moments) come from <see cref="IDevice.Allocate"/> and can be sliced;
/// image tensors come from <see cref="IDevice.AllocateImages"/>. Whoever allocates disposes.
/// </remarks>
public abstract class Tensor : IDisposable
{
    /// <summary>Makes a tensor of the given extents.</summary>
    /// <param name="images">The extents; a flat tensor is 1×1×1×length.</param>
    protected Tensor(ImageShape images) => Images = images;

    /// <summary>The extents the tensor was allocated with; a flat tensor is 1×1×1×length.</summary>
    public ImageShape Images { get; }

    /// <summary>Number of values as the caller counts them (padding of the storage not included).</summary>
    public long Length => Images.Length;

    /// <summary>
    /// Copies values to the device, in NCHW order; returns when <paramref name="values"/> may be reused, without
    /// waiting for the operations queued before.
    /// </summary>
    /// <param name="values">
    /// A whole number of images, at most <see cref="Length"/> values. Images beyond the given ones become zero.
    /// </param>
    /// <exception cref="ArgumentException">There are too many values, or not a whole number of images.</exception>
    public abstract void Upload(ReadOnlySpan<float> values);

    /// <summary>As above, without staging in the host.</summary>
    /// <param name="values">Memory of the same backend.</param>
    /// <param name="count">How many of its values: a whole number of images, at most <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">There are too many values, or not a whole number of images.</exception>
    public virtual void Upload(HostBuffer values, int count)
    {
        RequireWithin(values, count);
        Upload(values.Values[..count]);
    }

    /// <summary>Waits for the device and copies the first values back, in NCHW order.</summary>
    /// <param name="values">Receives a whole number of images, at most <see cref="Length"/> values.</param>
    /// <exception cref="ArgumentException">There are too many values, or not a whole number of images.</exception>
    public abstract void Download(Span<float> values);

    /// <summary>As above, without staging in the host.</summary>
    /// <param name="values">Memory of the same backend.</param>
    /// <param name="count">How many values it receives: a whole number of images, at most <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">There are too many values, or not a whole number of images.</exception>
    public virtual void Download(HostBuffer values, int count)
    {
        RequireWithin(values, count);
        Download(values.Values[..count]);
    }

    /// <summary>Sets every value, padding included, to zero.</summary>
    public abstract void Clear();

    /// <summary>A part of a flat tensor that shares its memory; disposing the part does nothing.</summary>
    /// <param name="offset">First value of the part.</param>
    /// <param name="length">Number of values of the part.</param>
    /// <returns>A flat tensor over the same memory, valid as long as this one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the tensor.</exception>
    /// <exception cref="InvalidOperationException">The tensor holds images.</exception>
    public abstract Tensor Slice(long offset, long length);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Checks that so many values are within memory of the host.</summary>
    /// <param name="values">The memory.</param>
    /// <param name="count">How many values.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    private protected static void RequireWithin(HostBuffer values, int count)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length);
    }

    /// <summary>Releases the device memory.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
