using System.Runtime.InteropServices;
using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Simd;

/// <summary>Float32 values in the host's memory, in the order that the SIMD kernels read.</summary>
/// <remarks>
/// <para>
/// Patches: [⌈N/V⌉][C][H][W][V], V the vector's lanes: image n is lane n mod V of block ⌊n/V⌋. The lanes of the last
/// block that hold no image are never read into a result.
/// </para>
/// <para>
/// Micrograph: [N][C][H][pitch] with a pitch of W rounded up to V and V more, so that a whole vector can be loaded from
/// every column. What lies beyond column W is never read into a result.
/// </para>
/// <para>Flat: the values. All memory is aligned to 64 bytes.</para>
/// </remarks>
internal sealed unsafe class SimdTensor : Tensor
{
    /// <summary>Bytes: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    private readonly SimdTensor? _owner;
    private readonly long _stored;
    private float* _data;
    private bool _disposed;

    /// <summary>Allocates a tensor of zeros.</summary>
    /// <param name="memory">The memory that it belongs to.</param>
    /// <param name="images">The extents.</param>
    /// <param name="layout">The order of the values; null for flat ones.</param>
    public SimdTensor(SimdMemory memory, ImageShape images, ImageLayout? layout)
        : base(images)
    {
        int lanes = memory.Lanes;
        Memory = memory;
        Layout = layout;
        Interleaved = layout == ImageLayout.Patches ? lanes : 1;
        RowStride = layout switch
        {
            ImageLayout.Patches => checked((nint)images.Width * lanes),
            ImageLayout.Micrograph => RoundUp(images.Width, lanes) + lanes,
            _ => images.Width,
        };
        PlaneStride = checked(RowStride * images.Height);
        BlockStride = checked(PlaneStride * images.Channels);
        _stored = checked(BlockStride * Blocks(images.Batch));

        nuint bytes = checked((nuint)(Math.Max(_stored, 1) + lanes) * sizeof(float));
        _data = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_data, bytes);
    }

    private SimdTensor(SimdTensor owner, long offset, long length)
        : base(new ImageShape(1, 1, 1, checked((int)length)))
    {
        _owner = owner;
        _stored = length;
        _data = owner.Data + offset;
        Memory = owner.Memory;
        Interleaved = 1;
        RowStride = PlaneStride = BlockStride = checked((nint)length);
    }

    private SimdTensor(SimdTensor owner, ImageShape images, float* data)
        : base(images)
    {
        _owner = owner._owner ?? owner;
        _data = data;
        Memory = owner.Memory;
        Layout = owner.Layout;
        Interleaved = owner.Interleaved;
        RowStride = owner.RowStride;
        PlaneStride = owner.PlaneStride;
        BlockStride = owner.BlockStride;
    }

    /// <summary>The memory that the tensor belongs to.</summary>
    public SimdMemory Memory { get; }

    /// <summary>The order of the values; null for flat ones.</summary>
    public ImageLayout? Layout { get; }

    /// <summary>Images that share a block, one in each lane: V for patches, else 1. Also the column's stride.</summary>
    public int Interleaved { get; }

    /// <summary>Values from row to row.</summary>
    public nint RowStride { get; }

    /// <summary>Values from channel to channel.</summary>
    public nint PlaneStride { get; }

    /// <summary>Values from block to block.</summary>
    public nint BlockStride { get; }

    /// <summary>The first value.</summary>
    /// <exception cref="ObjectDisposedException">The memory has been released.</exception>
    public float* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed || (_owner?._disposed ?? false), this);
            return _data;
        }
    }

    /// <summary>Blocks that hold this many images.</summary>
    /// <param name="images">Number of images.</param>
    /// <returns>⌈images/V⌉ for patches, else as many as images.</returns>
    public int Blocks(int images) => (images + Interleaved - 1) / Interleaved;

    /// <summary>Vectors in a row.</summary>
    /// <param name="width">Columns of the row.</param>
    /// <param name="lanes">Lanes of a vector, V.</param>
    /// <returns>One for each column of patches, one for V columns of a micrograph.</returns>
    public int RowVectors(int width, int lanes) => Layout == ImageLayout.Patches ? width : (width + lanes - 1) / lanes;

    /// <summary>Some rows of some images in the micrograph layout, sharing their memory.</summary>
    /// <param name="rows">Which rows.</param>
    /// <returns>Images of so many rows, valid as long as this tensor; disposing them does nothing.</returns>
    /// <exception cref="ArgumentException">The rows are not within the tensor.</exception>
    public SimdTensor Rows(ImageRows rows)
    {
        if (rows.FirstImage < 0 || rows.Images < 1 || rows.Images > Images.Batch - rows.FirstImage
            || rows.FirstRow < 0 || rows.Rows < 1 || rows.Rows > Images.Height - rows.FirstRow)
        {
            throw new ArgumentException($"{Images} does not have {rows}.", nameof(rows));
        }

        return new SimdTensor(
            this,
            Images with { Batch = rows.Images, Height = rows.Rows },
            Data + (rows.FirstImage * BlockStride) + (rows.FirstRow * RowStride));
    }

    /// <summary>Copies rows within images in the micrograph layout; source and target may overlap.</summary>
    /// <param name="from">First row to copy, in all images and channels.</param>
    /// <param name="to">Row that the first one is copied to.</param>
    /// <param name="count">How many rows.</param>
    /// <exception cref="ArgumentException">The tensor does not have these rows.</exception>
    public void MoveRows(int from, int to, int count)
    {
        if (Math.Min(from, to) < 0 || count < 0 || count > Images.Height - Math.Max(from, to))
        {
            throw new ArgumentException($"{Images} does not have {count} rows from {from} and {to} on.", nameof(count));
        }

        nuint bytes = checked((nuint)(count * RowStride) * sizeof(float));
        for (int plane = 0; plane < Images.Batch * Images.Channels; plane++)
        {
            NativeMemory.Copy(Plane(plane) + (from * RowStride), Plane(plane) + (to * RowStride), bytes);
        }
    }

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<float> values)
    {
        int count = WholeImages(values);
        if (count < Images.Batch || count % Interleaved != 0)
        {
            Clear();
        }

        fixed (float* source = values)
        {
            if (Layout == ImageLayout.Patches)
            {
                LaneInterleaving.Interleave(
                    source, Data, count, checked((nint)Images.ImageLength), Interleaved, Memory.Width);
            }
            else
            {
                float* from = source;
                for (int plane = 0; plane < count * Images.Channels; plane++)
                {
                    Copy(from, Images.Width, Plane(plane), RowStride);
                    from += (nint)Images.Height * Images.Width;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Download(Span<float> values)
    {
        int count = WholeImages(values);
        fixed (float* target = values)
        {
            if (Layout == ImageLayout.Patches)
            {
                LaneInterleaving.Separate(Data, target, count, checked((nint)Images.ImageLength), Interleaved);
            }
            else
            {
                float* to = target;
                for (int plane = 0; plane < count * Images.Channels; plane++)
                {
                    Copy(Plane(plane), RowStride, to, Images.Width);
                    to += (nint)Images.Height * Images.Width;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        if (_owner is not null && Layout is not null)
        {
            throw new InvalidOperationException("Rows of a tensor are not cleared apart from the others.");
        }

        NativeMemory.Clear(Data, checked((nuint)_stored * sizeof(float)));
    }

    /// <inheritdoc/>
    public override Tensor Slice(long offset, long length)
    {
        if (Layout is not null)
        {
            throw new InvalidOperationException($"Only flat tensors have parts; this one holds {Images}.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new SimdTensor(_owner ?? this, _data - (_owner ?? this)._data + offset, length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_owner is null && !_disposed)
        {
            NativeMemory.AlignedFree(_data);
            _data = null;
            _disposed = true;
        }
    }

    private static nint RoundUp(int value, int step) => checked((nint)((value + (long)step - 1) / step * step));

    private int WholeImages(ReadOnlySpan<float> values)
    {
        int length = values.Length;
        long image = Images.ImageLength;
        if (length > Length || length % Math.Max(image, 1) != 0)
        {
            throw new ArgumentException($"{length} values where whole images of {Images} are needed.", nameof(values));
        }

        return image == 0 ? Images.Batch : (int)(length / image);
    }

    private float* Plane(int plane) =>
        Data + (plane / Images.Channels * BlockStride) + (plane % Images.Channels * PlaneStride);

    private void Copy(float* source, nint sourceStride, float* target, nint targetStride)
    {
        nuint bytes = (nuint)Images.Width * sizeof(float);
        for (int row = 0; row < Images.Height; row++)
        {
            NativeMemory.Copy(source, target, bytes);
            source += sourceStride;
            target += targetStride;
        }
    }
}
