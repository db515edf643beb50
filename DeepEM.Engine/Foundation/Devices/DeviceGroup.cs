using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>The workers of one device, or of several of one kind.</summary>
/// <remarks>
/// A device beside the host has several workers, each with a queue of its own: while the kernels of one run, others
/// copy, and their threads of the host prepare what comes next and find centres, which takes them many times as long as
/// the device needs. The host's own cores have one worker.
/// </remarks>
public sealed class DeviceGroup : IDisposable
{
    // One thread of the host prepares while another one copies or waits; more than this no device can use.
    private const int FewestWorkers = 2;
    private const int MostWorkers = 8;

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
    /// <param name="threads">Threads of the CPU; with more of them a device has more workers.</param>
    /// <param name="tell">Told where a device is replaced by the CPU; or null.</param>
    /// <returns>The group, which the caller disposes.</returns>
    /// <exception cref="DeviceNotFoundException">One of them is not there.</exception>
    /// <exception cref="DeviceFailedException">The driver of one refuses it.</exception>
    public static DeviceGroup Open(string names, int threads, Action<Notice>? tell = null)
    {
        List<DeviceWorker> workers = [];
        bool isOpen = false;
        try
        {
            foreach (string name in DeviceSelector.Expand(names))
            {
                IComputeBackend? backend = DeviceSelector.Create(name, threads, tell);
                try
                {
                    workers.Add(new DeviceWorker(name, backend));
                    backend = null;
                }
                finally
                {
                    backend?.Dispose();
                }

                IComputeBackend first = workers[^1].Backend;
                for (int n = 1; n < WorkersFor(threads) && first.CreateOverlapping() is { } another; n++)
                {
                    workers.Add(new DeviceWorker(name, another));
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

    /// <summary>Workers of a device beside the host that takes as many.</summary>
    /// <param name="threads">Threads of the CPU.</param>
    internal static int WorkersFor(int threads) => Math.Clamp(threads / 2, FewestWorkers, MostWorkers);

    /// <summary>Releases the devices.</summary>
    public void Dispose()
    {
        foreach (DeviceWorker worker in Workers)
        {
            worker.Backend.Dispose();
        }
    }
}
