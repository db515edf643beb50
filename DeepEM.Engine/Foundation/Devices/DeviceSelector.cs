using System.Globalization;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>Finds the devices of the machine and makes the backend that was asked for.</summary>
public static class DeviceSelector
{
    private const string Cpu = "cpu";
    private const string Auto = "auto";

    /// <summary>Lists all devices, the CPU first.</summary>
    /// <returns>The devices under the names that <see cref="Create"/> takes.</returns>
    public static IReadOnlyList<ComputeDevice> List()
    {
        using var cpu = new SimdBackend(Environment.ProcessorCount);
        var device = new ComputeDevice(
            Cpu,
            BackendKind.Simd,
            cpu.DeviceName,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            "vectorised C#");
        return [device, .. IlgpuDevices.List()];
    }

    /// <summary>What a user might install to see more devices.</summary>
    /// <returns>One sentence each; empty when nothing is missing.</returns>
    public static IReadOnlyList<string> Notes() => IlgpuDevices.Notes();

    /// <summary>Makes a backend.</summary>
    /// <param name="name">
    /// "cpu", "cuda", "cuda:n", "opencl", "opencl:n", "ilgpu-cpu", or "auto": the first CUDA device, else the CPU.
    /// </param>
    /// <param name="threads">Threads of the CPU.</param>
    /// <returns>A backend that the caller disposes.</returns>
    /// <exception cref="DeviceNotFoundException">There is no such device.</exception>
    public static IComputeBackend Create(string name, int threads)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name is Cpu)
        {
            return new SimdBackend(threads);
        }

        if (name is Auto)
        {
            return IlgpuDevices.HasCuda() ? IlgpuDevices.Create(BackendKind.Cuda, 0) : new SimdBackend(threads);
        }

        string[] parts = name.Split(':');
        BackendKind? kind = parts[0] switch
        {
            "cuda" => BackendKind.Cuda,
            "opencl" => BackendKind.OpenCl,
            "ilgpu-cpu" => BackendKind.IlgpuCpu,
            _ => null,
        };
        int index = 0;
        bool numbered = parts.Length == 1 || (parts.Length == 2
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (kind is not { } known || !numbered)
        {
            throw NotFound(name, List());
        }

        IReadOnlyList<ComputeDevice> devices = List();
        return devices.Count(d => d.Kind == known) > index
            ? IlgpuDevices.Create(known, index)
            : throw NotFound(name, devices);
    }

    /// <summary>The devices that a list of names means.</summary>
    /// <param name="names">Names with commas between them, or "cuda:all" or "opencl:all".</param>
    /// <returns>Names that <see cref="Create"/> takes, at least one.</returns>
    /// <exception cref="DeviceNotFoundException">There is no device of that kind.</exception>
    internal static IReadOnlyList<string> Expand(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        BackendKind? kind = names switch
        {
            "cuda:all" => BackendKind.Cuda,
            "opencl:all" => BackendKind.OpenCl,
            _ => null,
        };
        if (kind is null)
        {
            return names.Split(',');
        }

        IReadOnlyList<ComputeDevice> devices = List();
        string[] all = [.. devices.Where(device => device.Kind == kind).Select(device => device.Id)];
        return all.Length > 0 ? all : throw NotFound(names, devices);
    }

    private static DeviceNotFoundException NotFound(string name, IReadOnlyList<ComputeDevice> devices)
    {
        string notes = string.Join(' ', Notes().Prepend(string.Empty));
        return new DeviceNotFoundException(
            $"there is no device '{name}'; there are: {string.Join(", ", devices.Select(d => d.Id))}.{notes}");
    }
}
