using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>The workers of one device, or of several of one kind.</summary>
/// <remarks>
/// A device beside the host has two workers, each with a queue of its own: while the kernels of one run, the other
/// copies, and its host thread prepares what comes next. The host's own cores have one.
/// </remarks>
public sealed class DeviceGroup : IDisposable
{
    /// <summary>Takes over the backends of workers.</summary>
    /// <param name="workers">The workers, at least one.</param>
    internal DeviceGroup(IReadOnlyList<DeviceWorker> workers) => Workers = workers;

    /// <summary>The workers, at least one.</summary>
    public IReadOnlyList<DeviceWorker> Workers { get; }

    /// <summary>The devices in words.</summary>
    public string Description
    {
        get
        {
            DeviceWorker[] devices = [.. Workers.DistinctBy(worker => worker.Device)];
            return devices.Length == 1
                ? devices[0].Backend.DeviceName
                : string.Join(", ", devices.Select(worker => $"{worker.Device} {worker.Backend.DeviceName}"));
        }
    }

    /// <summary>The devices in a few words: "CPU, 2 threads", or their names.</summary>
    public string Summary => Workers[0].Backend is { LendsHostCores: true, Workers: int threads }
        ? $"CPU, {threads} {(threads == 1 ? "thread" : "threads")}"
        : Description;

    /// <summary>Opens devices.</summary>
    /// <param name="names">
    /// A name that <see cref="DeviceSelector.Create"/> takes; several of one kind with commas between them, for example
    /// "cuda:0,cuda:1"; or "cuda:all" or "opencl:all".
    /// </param>
    /// <param name="threads">Threads of the CPU.</param>
    /// <returns>The group, which the caller disposes.</returns>
    /// <exception cref="DeviceNotFoundException">One of them is not there.</exception>
    public static DeviceGroup Open(string names, int threads)
    {
        List<DeviceWorker> workers = [];
        bool isOpen = false;
        try
        {
            foreach (string name in DeviceSelector.Expand(names))
            {
                IComputeBackend? backend = DeviceSelector.Create(name, threads);
                try
                {
                    workers.Add(new DeviceWorker(name, backend));
                    backend = null;
                }
                finally
                {
                    backend?.Dispose();
                }

                if (workers[^1].Backend.CreateOverlapping() is { } second)
                {
                    workers.Add(new DeviceWorker(name, second));
                }
            }

            isOpen = true;
            return new DeviceGroup(workers);
        }
        finally
        {
            if (!isOpen)
            {
                new DeviceGroup(workers).Dispose();
            }
        }
    }

    /// <summary>Releases the devices.</summary>
    public void Dispose()
    {
        foreach (DeviceWorker worker in Workers)
        {
            worker.Backend.Dispose();
        }
    }
}
