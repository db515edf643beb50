using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>What CUDA's driver says of itself: ILGPU shows no device, whatever the reason, and none is lost on a user.
/// </summary>
/// <param name="Error">What <c>cuInit</c> gave; 0 for success.</param>
/// <param name="Devices">GPUs that it counts.</param>
/// <param name="Version">The newest CUDA that it knows, 1000 times the major and 10 times the minor version.</param>
internal readonly record struct CudaDriver(int Error, int Devices, int Version)
{
    private delegate int Start(uint flags);

    private delegate int Number(out int value);

    /// <summary>Asks the driver.</summary>
    /// <returns>What it says; null where there is no driver.</returns>
    public static CudaDriver? Ask()
    {
        if (NativeLibraries.LoadCuda() is not { } library)
        {
            return null;
        }

        // A library of that name without these is no driver.
        if (!NativeLibrary.TryGetExport(library, "cuInit", out nint start)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out nint count)
            || !NativeLibrary.TryGetExport(library, "cuDriverGetVersion", out nint version))
        {
            return null;
        }

        int error = Marshal.GetDelegateForFunctionPointer<Start>(start)(0);
        int devices = 0;
        int known = 0;
        if (error == 0)
        {
            error = Marshal.GetDelegateForFunctionPointer<Number>(count)(out devices);
        }

        return Marshal.GetDelegateForFunctionPointer<Number>(version)(out known) == 0
            ? new CudaDriver(error, devices, known)
            : new CudaDriver(error, devices, 0);
    }

    /// <summary>Why there is no device of it although it is there, and what to do: one sentence or two.</summary>
    public string WhyNoDevice => Error switch
    {
        0 when Devices == 0 => "CUDA: the driver is there, but it counts no GPU.",
        0 => string.Create(
            CultureInfo.InvariantCulture,
            $"CUDA: the driver (CUDA {Version / 1000}.{Version % 1000 / 10}) counts {Devices} GPU(s), none of which "
            + $"can be used: one is in a bad state, or too old, or the driver is too old for it; see nvidia-smi."),
        100 => "CUDA: the driver is there, but sees no GPU (error 100): CUDA_VISIBLE_DEVICES may hide it, or the "
            + "container or the job has none.",
        802 => "CUDA: the GPUs are not ready yet (error 802): on machines with NVSwitch start nvidia-fabricmanager.",
        803 => "CUDA: the driver's library and the kernel's module are of different versions (error 803): restart the "
            + "machine, or let the container have the library of the host.",
        804 => "CUDA: a compatibility library of a newer CUDA is loaded that this GPU does not take (error 804): "
            + "leave cuda-compat out of LD_LIBRARY_PATH.",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"CUDA: the driver does not start (error {Error}): nvidia-smi may say why."),
    };
}
