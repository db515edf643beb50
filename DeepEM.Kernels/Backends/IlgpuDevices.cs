using DeepEM.Kernels.Convolution.Gpu;
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
    public static bool HasCuda() => HasCudaDriver() && IlgpuContext.CudaDevices.Count > 0;

    /// <summary>Whether there is a driver for CUDA; quicker than to look for devices.</summary>
    /// <returns>True where its library can be loaded.</returns>
    public static bool HasCudaDriver() => NativeLibraries.LoadCuda() is not null;

    /// <summary>Why there are no devices of a kind, and what a user might do to see some.</summary>
    /// <param name="kind">Cuda or OpenCl.</param>
    /// <returns>A sentence or two; empty when nothing is missing, or no driver that could say why.</returns>
    public static string Note(BackendKind kind)
    {
        if (kind == BackendKind.Cuda)
        {
            return HasCuda() ? string.Empty : CudaDriver.Ask()?.WhyNoDevice ?? string.Empty;
        }

        using Context context = IlgpuContext.Create(kind);
        return OperatingSystem.IsLinux() && kind == BackendKind.OpenCl
            ? NativeLibraries.OpenClAdvice(
                IlgpuContext.DevicesOf(context, kind).Length, NativeLibraries.CanLoad)
            : string.Empty;
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
    /// <param name="variant">Its convolution; null for the one that suits the device.</param>
    internal static IlgpuBackend CreateLimited(
        BackendKind kind, int index, long? memoryLimit, ConvolutionVariant? variant = null)
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
        return new IlgpuBackend(new IlgpuDevice(context, devices[index], memory), kind, variant);
    }

    /// <summary>What a driver has reported that says that its device cannot go on.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>One line, with what the driver's compiler said where that is it; null where no driver has reported
    /// anything.</returns>
    public static string? Failure(Exception exception)
    {
        if (exception is not AcceleratorException)
        {
            return null;
        }

        string message = exception.Message.ReplaceLineEndings(" ");
        string said = IlgpuDevice.IsCompilerFailure(exception) ? CompilerLog.Shared.Last : string.Empty;
        return said.Length == 0 ? message : $"{message} ({said})";
    }

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
