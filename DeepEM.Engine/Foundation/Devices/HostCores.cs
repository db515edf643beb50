using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>The host's cores, on which images are read, binned and resampled for a device.</summary>
/// <remarks>
/// The device itself where it is these cores. A device beside the host gets the small image only: the full one, sixteen
/// times as large, would pass through the host's memory three times to be averaged there.
/// </remarks>
internal sealed class HostCores : IDisposable
{
    private readonly IComputeBackend _device;
    private readonly SimdBackend? _beside;

    /// <summary>Makes ready.</summary>
    /// <param name="device">The device; must outlive this object.</param>
    public HostCores(IComputeBackend device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;

        // Only its operations are called, on threads of others: it needs none of its own.
        _beside = device.TakesConcurrentCalls ? null : new SimdBackend(threads: 1);
    }

    /// <summary>Runs operations on the host's cores, called from several threads at the same time.</summary>
    public IComputeBackend Backend => _beside ?? _device;

    /// <summary>How many threads share a piece of work.</summary>
    public int Threads => _beside is null ? _device.Workers : Environment.ProcessorCount;

    /// <inheritdoc cref="HostWork.ForEach"/>
    public void ForEach(int count, Action<int> body) => HostWork.ForEach(_device, count, body);

    /// <inheritdoc/>
    public void Dispose() => _beside?.Dispose();
}
