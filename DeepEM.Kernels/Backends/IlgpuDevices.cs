using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepEM.Kernels.Backends;

/// <summary>The devices that ILGPU can drive, and the backends that run on them.</summary>
/// <remarks>A driver that is not installed is no error: its devices are simply not listed.</remarks>
public static class IlgpuDevices
{
    /// <summary>Lists the CUDA devices, the OpenCL devices (GPUs first) and ILGPU's CPU accelerator.</summary>
    /// <returns>The devices in the order in which <see cref="Create"/> counts those of each kind.</returns>
    public static IReadOnlyList<ComputeDevice> List()
    {
        List<ComputeDevice> devices = [];
        foreach (BackendKind kind in (BackendKind[])[BackendKind.Cuda, BackendKind.OpenCl, BackendKind.IlgpuCpu])
        {
            using Context context = IlgpuContext.Create(kind);
            devices.AddRange(IlgpuContext.DevicesOf(context, kind).Select((device, index) =>
                Describe(device, kind, index)));
        }

        return devices;
    }

    /// <summary>Whether there is a CUDA device; quick where there is no driver.</summary>
    /// <returns>True when <see cref="Create"/> can make the first one.</returns>
    public static bool HasCuda()
    {
        string driver = OperatingSystem.IsWindows() ? "nvcuda" : "libcuda.so.1";
        if (!NativeLibraries.CanLoad(driver))
        {
            return false;
        }

        using Context context = IlgpuContext.Create(BackendKind.Cuda);
        return IlgpuContext.DevicesOf(context, BackendKind.Cuda).Length > 0;
    }

    /// <summary>What a user might install to see more devices; empty when nothing is missing.</summary>
    /// <returns>The notes.</returns>
    public static IReadOnlyList<string> Notes()
    {
        using Context context = IlgpuContext.Create(BackendKind.OpenCl);
        string advice = OperatingSystem.IsLinux()
            ? NativeLibraries.OpenClAdvice(
                IlgpuContext.DevicesOf(context, BackendKind.OpenCl).Length,
                NativeLibraries.ResolveVersions(),
                NativeLibraries.CanLoad)
            : string.Empty;
        return advice.Length == 0 ? [] : [advice];
    }

    /// <summary>Makes the backend of one device.</summary>
    /// <param name="kind">Cuda, OpenCl or IlgpuCpu.</param>
    /// <param name="index">Which of the devices of that kind, from 0, in the order of <see cref="List"/>.</param>
    /// <returns>A backend that the caller disposes, after its tensors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such device, or no such kind in ILGPU.</exception>
    public static IlgpuBackend Create(BackendKind kind, int index) =>
        CreateLimited(kind, index, memoryLimit: null);

    /// <summary>Makes the backend of one device that takes no more than so much of its memory.</summary>
    /// <param name="kind">Cuda, OpenCl or IlgpuCpu.</param>
    /// <param name="index">Which of the devices of that kind.</param>
    /// <param name="memoryLimit">Bytes that its tensors may take; null for all.</param>
    internal static IlgpuBackend CreateLimited(BackendKind kind, int index, long? memoryLimit)
    {
        Context context = IlgpuContext.Create(kind);
        Device[] devices = IlgpuContext.DevicesOf(context, kind);
        if (index < 0 || index >= devices.Length)
        {
            context.Dispose();
            string found = string.Join(", ", List().Select(device => device.Id));
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"There is no device {Id(kind, index)}; there are: {found}.");
        }

        var memory = new IlgpuMemory(IlgpuDevice.MemoryOf(devices[index]), memoryLimit);
        return new IlgpuBackend(new IlgpuDevice(context, devices[index], memory), kind);
    }

    /// <summary>Whether a driver has reported an error, which says that its device cannot go on.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>True for what ILGPU throws when a driver reports an error.</returns>
    public static bool IsFailure(Exception exception) => exception is AcceleratorException;

    /// <summary>What a user asks for a device by: the kind, from the second device on with a number.</summary>
    /// <param name="kind">Cuda, OpenCl or IlgpuCpu.</param>
    /// <param name="index">Which of the devices of that kind, from 0.</param>
    /// <returns>For example "cuda" or "opencl:1".</returns>
    /// <exception cref="ArgumentOutOfRangeException">ILGPU does not drive that kind.</exception>
    public static string Id(BackendKind kind, int index)
    {
        string name = kind switch
        {
            BackendKind.Cuda => "cuda",
            BackendKind.OpenCl => "opencl",
            BackendKind.IlgpuCpu => "ilgpu-cpu",
            _ => throw IlgpuContext.NotDriven(kind),
        };
        return index == 0 ? name : $"{name}:{index}";
    }

    private static ComputeDevice Describe(Device device, BackendKind kind, int index)
    {
        string detail = device switch
        {
            CudaDevice cuda => $"{cuda.Architecture}, {cuda.NumMultiprocessors} units, CUDA {cuda.DriverVersion}",
            CLDevice cl => $"{cl.PlatformName}, {cl.DeviceVersion}, {cl.NumMultiprocessors} units",
            _ => "a debugger: far slower than the backend cpu",
        };

        return new ComputeDevice(Id(kind, index), kind, device.Name.Trim(), IlgpuDevice.MemoryOf(device), detail);
    }
}
