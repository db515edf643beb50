using System.Reflection;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
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
            using Context context = CreateContext(kind);
            devices.AddRange(DevicesOf(context, kind).Select((device, index) => Describe(device, kind, index)));
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

        using Context context = CreateContext(BackendKind.Cuda);
        return DevicesOf(context, BackendKind.Cuda).Length > 0;
    }

    /// <summary>What a user might install to see more devices; empty when nothing is missing.</summary>
    /// <returns>The notes.</returns>
    public static IReadOnlyList<string> Notes()
    {
        using Context context = CreateContext(BackendKind.OpenCl);
        string advice = OperatingSystem.IsLinux()
            ? NativeLibraries.OpenClAdvice(
                DevicesOf(context, BackendKind.OpenCl).Length,
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
        Context context = CreateContext(kind);
        Device[] devices = DevicesOf(context, kind);
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
            _ => throw NotDriven(kind),
        };
        return index == 0 ? name : $"{name}:{index}";
    }

    /// <summary>A context with the settings that every kernel is compiled with, and the devices of one kind.</summary>
    /// <param name="kind">Which devices; null for none, to compile only.</param>
    internal static Context CreateContext(BackendKind? kind)
    {
        NativeLibraries.ResolveVersions();
        return Context.Create(builder =>
        {
            // O2 gives global loads where O1 gives generic ones; EnableAlgorithms is what MathF.Exp needs.
            // Profiling is what ILGPU's markers in a stream need, the only thing of it that a thread can wait for.
            Context.Builder settings = builder.Optimize(OptimizationLevel.O2).EnableAlgorithms().Profiling();
            _ = kind switch
            {
                null => settings,
                BackendKind.Cuda => settings.Cuda(),
                BackendKind.OpenCl => settings.OpenCL(IsUsable),
                BackendKind.IlgpuCpu => settings.DefaultCPU(),
                _ => throw NotDriven(kind.Value),
            };
        });
    }

    // PoCL 3 denies a generic address space although its compiler has one, and ILGPU drops such devices. Every kernel
    // agrees with its reference there once the capability is set, for which ILGPU leaves reflection as the only way.
    private static bool IsUsable(CLDevice device)
    {
        if (device.PlatformName.Contains("Portable Computing Language", StringComparison.Ordinal))
        {
            PropertyInfo? capability =
                typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace));
            capability?.SetValue(device.Capabilities, true);
        }

        return device.CLStdVersion >= CLBackend.MinimumVersion && device.Capabilities.GenericAddressSpace;
    }

    // A context without devices holds a CPU accelerator that nobody asked for, hence the kind. GPUs come first.
    private static Device[] DevicesOf(Context context, BackendKind kind) => kind switch
    {
        BackendKind.Cuda => [.. context.Devices.OfType<CudaDevice>()],
        BackendKind.OpenCl => [.. context.Devices.OfType<CLDevice>().OrderBy(
            device => device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU) ? 0 : 1)],
        BackendKind.IlgpuCpu => [.. context.Devices.OfType<CPUDevice>()],
        _ => throw NotDriven(kind),
    };

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

    private static ArgumentOutOfRangeException NotDriven(BackendKind kind) =>
        new(nameof(kind), kind, "ILGPU drives Cuda, OpenCl and IlgpuCpu.");
}
