using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Bench;

/// <summary>The devices that are measured; never ILGPU's CPU accelerator, which is a debugger.</summary>
internal static class DeviceUnderTest
{
    /// <summary>The CPU with all its threads and the widest vectors, and OpenCL and CUDA where they are.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. DeviceSelector.List().Where(d => d.Kind != BackendKind.IlgpuCpu).Select(d => d.Id)];

    /// <summary>The backend of a name.</summary>
    public static IComputeBackend Create(string name) => DeviceSelector.Create(name, Environment.ProcessorCount);

    /// <summary>
    /// Cases like "cpu A" for each device. Only GPUs are given all networks beside the CPU: OpenCL on a CPU would take
    /// minutes over the large ones.
    /// </summary>
    public static IEnumerable<BenchCase> Cases(Func<string, IEnumerable<string>> parts) =>
        from device in Names
        from network in device.StartsWith("opencl", StringComparison.Ordinal)
            ? ["A"]
            : BaselineNetworks.Names
        from part in parts(network)
        select new BenchCase(device, network, part);
}
