using System.Reflection;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>ILGPU's contexts, and the devices that they hold.</summary>
internal static class IlgpuContext
{
    /// <summary>A context with the settings that every kernel is compiled with, and the devices of one kind.</summary>
    /// <param name="kind">Which devices; null for none, to compile only.</param>
    /// <exception cref="ArgumentOutOfRangeException">ILGPU does not drive that kind.</exception>
    public static Context Create(BackendKind? kind)
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

    /// <summary>The devices of a context, GPUs first.</summary>
    /// <remarks>A context without devices holds a CPU accelerator that nobody asked for, hence the kind.</remarks>
    /// <param name="context">The context.</param>
    /// <param name="kind">Their kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">ILGPU does not drive that kind.</exception>
    public static Device[] DevicesOf(Context context, BackendKind kind) => kind switch
    {
        BackendKind.Cuda => [.. context.Devices.OfType<CudaDevice>()],
        BackendKind.OpenCl => [.. context.Devices.OfType<CLDevice>().OrderBy(
            device => device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU) ? 0 : 1)],
        BackendKind.IlgpuCpu => [.. context.Devices.OfType<CPUDevice>()],
        _ => throw NotDriven(kind),
    };

    /// <summary>What is thrown for a kind that is not ILGPU's.</summary>
    /// <param name="kind">The kind.</param>
    public static ArgumentOutOfRangeException NotDriven(BackendKind kind) =>
        new(nameof(kind), kind, "ILGPU drives Cuda, OpenCl and IlgpuCpu.");

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
}
