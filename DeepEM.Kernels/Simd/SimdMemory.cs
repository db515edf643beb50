using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Simd;

/// <summary>The tensors of one SIMD backend, and working memory for each thread that calls it.</summary>
/// <remarks>Only its own tensors are let in: others may have been laid out for vectors of another width.</remarks>
/// <param name="width">The vectors.</param>
/// <param name="lanes">Their lanes, V.</param>
internal sealed class SimdMemory(SimdWidth width, int lanes) : IDisposable
{
    private readonly ThreadLocal<SimdScratch> _scratch = new(() => new SimdScratch(), trackAllValues: true);
    private bool _disposed;

    /// <summary>The vectors.</summary>
    public SimdWidth Width { get; } = width;

    /// <summary>Lanes of the vectors, V.</summary>
    public int Lanes { get; } = lanes;

    /// <summary>Working memory of the calling thread.</summary>
    public SimdScratch Scratch => _scratch.Value!;

    /// <summary>Allocates a flat tensor of zeros.</summary>
    /// <param name="length">Number of values, at least 1.</param>
    public SimdTensor Allocate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue);
        return new SimdTensor(this, new ImageShape(1, 1, 1, (int)length), null);
    }

    /// <summary>Allocates images of zeros.</summary>
    /// <param name="shape">Their extents, each at least 1.</param>
    /// <param name="layout">What they are.</param>
    public SimdTensor AllocateImages(ImageShape shape, ImageLayout layout)
    {
        Require.Extents(shape, nameof(shape));
        return new SimdTensor(this, shape, Require.Defined(layout));
    }

    /// <summary>A tensor of flat values.</summary>
    /// <exception cref="ArgumentException">It is another's, or holds images.</exception>
    public SimdTensor Flat(Tensor tensor) => Own(tensor, null);

    /// <summary>A tensor in the patches layout.</summary>
    /// <exception cref="ArgumentException">It is another's, or has another layout.</exception>
    public SimdTensor Patches(Tensor tensor) => Own(tensor, ImageLayout.Patches);

    /// <summary>A tensor in the micrograph layout.</summary>
    /// <exception cref="ArgumentException">It is another's, or has another layout.</exception>
    public SimdTensor Micrograph(Tensor tensor) => Own(tensor, ImageLayout.Micrograph);

    /// <summary>A tensor of images.</summary>
    /// <exception cref="ArgumentException">It is another's, or holds flat values.</exception>
    public SimdTensor Images(Tensor tensor) => Own(tensor, isFlat: false);

    /// <summary>A tensor of images in the layout of others.</summary>
    /// <exception cref="ArgumentException">It is another's, or has another layout.</exception>
    public SimdTensor ImagesLike(SimdTensor others, Tensor tensor) => Own(tensor, others.Layout);

    /// <summary>Frees the working memory; tensors are freed by those who allocated them.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (SimdScratch scratch in _scratch.Values)
        {
            scratch.Dispose();
        }

        _scratch.Dispose();
    }

    private SimdTensor Own(Tensor tensor, ImageLayout? layout)
    {
        SimdTensor own = Own(tensor, isFlat: layout is null);
        return own.Layout == layout
            ? own
            : throw new ArgumentException($"{own.Layout} where {layout} is needed.", nameof(tensor));
    }

    private SimdTensor Own(Tensor tensor, bool isFlat)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor is not SimdTensor own || !ReferenceEquals(own.Memory, this))
        {
            throw new ArgumentException("The tensor belongs to another backend.", nameof(tensor));
        }

        return own.Layout is null == isFlat
            ? own
            : throw new ArgumentException(
                isFlat ? "Images where flat values are needed." : "Flat values where images are needed.",
                nameof(tensor));
    }
}
