using System.Runtime.InteropServices;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>The stream of one backend's operations, and copies that do not hold it up.</summary>
/// <remarks>
/// <para>
/// An upload never waits for the operations queued before it. Few values are copied into a slot of locked memory and
/// queued with the operations. More go, piece by piece, on a stream of their own into memory of the device that waits
/// for them, while the operations run; a copy within the device, queued with the operations, brings them into place.
/// ILGPU has no events between streams, so the host waits for a piece to arrive; it waits for a slot to be free only
/// when it has run far ahead of the device.
/// </para>
/// <para>A download waits for the operations queued before it. Used from one thread at a time.</para>
/// </remarks>
internal sealed class IlgpuQueue : IDisposable
{
    // 64 KiB: an upload of this size takes as long as two launches.
    private const int SmallLength = 1 << 14;

    // 4 MiB: long enough for the full speed of the bus.
    private const int PieceLength = 1 << 20;

    private const int SmallSlots = 16;
    private readonly ClearKernels _clear;
    private readonly AcceleratorStream _uploads;
    private readonly HostBuffer?[] _small = new HostBuffer?[SmallSlots];
    private readonly ProfilingMarker?[] _smallTaken = new ProfilingMarker?[SmallSlots];
    private readonly StagedPiece[] _pieces;
    private readonly StagedPiece[] _downloads;
    private int _nextSmall;
    private int _nextPiece;

    /// <summary>Makes a queue on a device.</summary>
    /// <param name="device">The device, which must outlive this object.</param>
    public IlgpuQueue(IlgpuDevice device)
    {
        Device = device;
        Stream = device.Accelerator.CreateStream();
        _uploads = device.Accelerator.CreateStream();
        _clear = new ClearKernels(device.Accelerator);
        _pieces = [.. Enumerable.Range(0, StagedPiece.Most).Select(_ => new StagedPiece(device, PieceLength))];
        _downloads = [.. Enumerable.Range(0, 2).Select(_ => new StagedPiece(device, PieceLength))];
    }

    /// <summary>The device.</summary>
    public IlgpuDevice Device { get; }

    /// <summary>The stream that orders the operations.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>How often the host has waited for the operations.</summary>
    public long Waits { get; private set; }

    /// <summary>Waits for all that was queued.</summary>
    public void Synchronize()
    {
        Waits++;
        Stream.Synchronize();
    }

    /// <summary>Queues target ← 0.</summary>
    /// <param name="target">The values.</param>
    public void Clear(ArrayView<float> target) => _clear.Clear(Stream, target);

    /// <summary>Copies values to the device; returns when they may be reused.</summary>
    /// <param name="values">The values, anywhere.</param>
    /// <param name="target">As many on the device.</param>
    public void Upload(ReadOnlySpan<float> values, ArrayView<float> target)
    {
        if (values.Length <= SmallLength)
        {
            UploadSmall(values, target);
            return;
        }

        UploadPieces(values, target, isLocked: false);
    }

    /// <summary>Copies values to the device without staging in the host; returns when they may be reused.</summary>
    /// <param name="values">The values.</param>
    /// <param name="target">Where the first of them go.</param>
    public void Upload(HostBuffer values, ArrayView<float> target)
    {
        ReadOnlySpan<float> first = values.Values[..(int)target.Length];
        if (first.Length <= SmallLength)
        {
            UploadSmall(first, target);
            return;
        }

        UploadPieces(first, target, isLocked: true);
    }

    /// <summary>Waits for the operations and copies values back.</summary>
    /// <param name="source">The values on the device.</param>
    /// <param name="values">As many, anywhere.</param>
    public void Download(ArrayView<float> source, Span<float> values)
    {
        int copied = 0;
        Waits++;
        for (int start = 0; start < values.Length; start += PieceLength)
        {
            int length = Math.Min(PieceLength, values.Length - start);
            _downloads[start / PieceLength % 2].Fetch(source.SubView(start, length), Stream);
            if (start > 0)
            {
                copied += _downloads[(start / PieceLength % 2) ^ 1].CopyFetched(values[copied..start]);
            }
        }

        _downloads[copied / PieceLength % 2].CopyFetched(values[copied..]);
    }

    /// <summary>Waits for the operations and copies values back without staging in the host.</summary>
    /// <param name="source">The values on the device.</param>
    /// <param name="values">Receives as many.</param>
    public void Download(ArrayView<float> source, HostBuffer values)
    {
        source.CopyToCPUUnsafeAsync(Stream, ref MemoryMarshal.GetReference(values.Values), source.Length);
        Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ProfilingMarker? marker in _smallTaken)
        {
            IlgpuDevice.Release(marker);
        }

        foreach (HostBuffer? slot in _small)
        {
            slot?.Dispose();
        }

        foreach (StagedPiece piece in _pieces.Concat(_downloads))
        {
            piece.Dispose();
        }

        IlgpuDevice.Release(_uploads);
        IlgpuDevice.Release(Stream);
    }

    private void UploadSmall(ReadOnlySpan<float> values, ArrayView<float> target)
    {
        int slot = _nextSmall;
        _nextSmall = (slot + 1) % SmallSlots;
        StagedPiece.Await(ref _smallTaken[slot]);
        HostBuffer host = _small[slot] ??= Device.AllocateHost(SmallLength);
        values.CopyTo(host.Values);
        target.CopyFromCPUUnsafeAsync(Stream, ref MemoryMarshal.GetReference(host.Values), values.Length);
        _smallTaken[slot] = Stream.AddProfilingMarker();
    }

    // While one piece is on its way, the next is sent after it.
    private void UploadPieces(ReadOnlySpan<float> values, ArrayView<float> target, bool isLocked)
    {
        StagedPiece? sent = null;
        int sentStart = 0;
        for (int start = 0; start < values.Length; start += PieceLength)
        {
            ReadOnlySpan<float> part = values.Slice(start, Math.Min(PieceLength, values.Length - start));
            StagedPiece piece = _pieces[_nextPiece];
            _nextPiece = (_nextPiece + 1) % _pieces.Length;
            piece.Send(part, isLocked, _uploads);
            sent?.Place(target.SubView(sentStart, PieceLength), Stream);
            (sent, sentStart) = (piece, start);
        }

        sent?.Place(target.SubView(sentStart, values.Length - sentStart), Stream);
    }
}
