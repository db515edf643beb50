using System.Runtime.InteropServices;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Memory in the host and on the device that a part of a copy passes through; allocated when first used.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="capacity">Most values of a part.</param>
internal sealed class StagedPiece(IlgpuDevice device, int capacity) : IDisposable
{
    /// <summary>How many of them uploads go through at most, so that the host can run ahead of the device.</summary>
    public const int Most = 8;

    private HostBuffer? _host;
    private MemoryBuffer1D<float, Stride1D.Dense>? _staged;
    private ProfilingMarker? _arrived;
    private ProfilingMarker? _taken;

    /// <summary>Waits for what was queued before a marker, and forgets it.</summary>
    /// <param name="marker">The marker, or null.</param>
    public static void Await(ref ProfilingMarker? marker)
    {
        if (marker is not null)
        {
            marker.Synchronize();
            marker.Dispose();
            marker = null;
        }
    }

    /// <summary>Sends values to the device, once it has taken those before; does not wait for them to arrive.</summary>
    /// <param name="values">The values.</param>
    /// <param name="isLocked">Whether they stay where and as they are until they have arrived.</param>
    /// <param name="uploads">The stream of the copies.</param>
    public void Send(ReadOnlySpan<float> values, bool isLocked, AcceleratorStream uploads)
    {
        Await(ref _taken);
        _staged ??= device.Allocate(capacity);
        ref float first = ref MemoryMarshal.GetReference(values);
        if (!isLocked)
        {
            Span<float> host = (_host ??= device.AllocateHost(capacity)).Values;
            values.CopyTo(host);
            first = ref MemoryMarshal.GetReference(host);
        }

        _staged.View.BaseView.SubView(0, values.Length).CopyFromCPUUnsafeAsync(uploads, ref first, values.Length);
        _arrived = uploads.AddProfilingMarker();
    }

    /// <summary>Waits for the values to arrive and queues their copy into place.</summary>
    /// <param name="target">Their place.</param>
    /// <param name="operations">The stream of the operations.</param>
    public void Place(ArrayView<float> target, AcceleratorStream operations)
    {
        Await(ref _arrived);
        target.CopyFrom(operations, _staged!.View.BaseView.SubView(0, target.Length));
        _taken = operations.AddProfilingMarker();
    }

    /// <summary>Queues a copy of values to the host.</summary>
    /// <param name="source">The values.</param>
    /// <param name="operations">The stream of the operations.</param>
    public void Fetch(ArrayView<float> source, AcceleratorStream operations)
    {
        Span<float> host = (_host ??= device.AllocateHost(capacity)).Values;
        source.CopyToCPUUnsafeAsync(operations, ref MemoryMarshal.GetReference(host), source.Length);
        _arrived = operations.AddProfilingMarker();
    }

    /// <summary>Waits for what was fetched and copies it.</summary>
    /// <param name="values">Receives the values.</param>
    /// <returns>How many.</returns>
    public int CopyFetched(Span<float> values)
    {
        Await(ref _arrived);
        _host!.Values[..values.Length].CopyTo(values);
        return values.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IlgpuDevice.Release(_arrived);
        IlgpuDevice.Release(_taken);
        _host?.Dispose();
        if (_staged is not null)
        {
            device.Free(_staged);
        }
    }
}
