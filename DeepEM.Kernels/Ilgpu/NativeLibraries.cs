using System.Runtime.InteropServices;
using ILGPU;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Finds the drivers' libraries for ILGPU.</summary>
/// <remarks>
/// ILGPU loads <c>libOpenCL.so</c> and <c>libcuda.so</c> without a version. On Linux the plain name belongs to the
/// development package, and where only the versioned file is installed ILGPU silently sees no device. This looks for
/// the versioned file as well, and under WSL first where Windows puts its driver's libraries. An assembly can have one
/// such resolver: ILGPU's own, which its extension for CUDA would install under WSL, must never be asked for.
/// </remarks>
internal static class NativeLibraries
{
    /// <summary>The name of CUDA's driver, as ILGPU has it.</summary>
    public const string Cuda = "cuda";

    private const string OpenCl = "OpenCL";
    private const string WslFolder = "/usr/lib/wsl/lib";
    private static readonly Lazy<bool> _installed = new(Install);

    /// <summary>Lets ILGPU find versioned libraries; call before the first context is made.</summary>
    /// <returns>False where that is not needed.</returns>
    public static bool ResolveVersions() => _installed.Value;

    /// <summary>Files in which a library may be, in the order in which they are tried.</summary>
    /// <param name="name">Its name without the system's beginning and end.</param>
    /// <param name="kernelVersion">What the kernel says of itself; WSL's names Microsoft.</param>
    public static IReadOnlyList<string> Files(string name, string kernelVersion)
    {
        string[] usual = [$"lib{name}.so", $"lib{name}.so.1"];
        return kernelVersion.Contains("Microsoft", StringComparison.OrdinalIgnoreCase)
            ? [$"{WslFolder}/lib{name}.so.1", $"{WslFolder}/lib{name}.so", .. usual]
            : usual;
    }

    /// <summary>What a user can install to get OpenCL devices; empty when nothing is missing.</summary>
    /// <param name="devices">How many OpenCL devices were found.</param>
    /// <param name="canLoad">Whether a library of this file name can be loaded.</param>
    public static string OpenClAdvice(int devices, Func<string, bool> canLoad)
    {
        if (devices > 0)
        {
            return string.Empty;
        }

        return Files(OpenCl, KernelVersion()).Any(canLoad)
            ? "OpenCL: the loader is there, but no usable device. Install the driver of the device; "
            + "pocl-opencl-icd makes a device of the CPU."
            : "OpenCL: no loader (libOpenCL.so.1). Install ocl-icd-libopencl1 and the driver of the device; "
            + "pocl-opencl-icd makes a device of the CPU.";
    }

    /// <summary>Whether a library can be loaded, without keeping it.</summary>
    /// <param name="file">Its file name.</param>
    public static bool CanLoad(string file)
    {
        if (!NativeLibrary.TryLoad(file, out nint handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }

    /// <summary>Loads CUDA's driver.</summary>
    /// <returns>The library; null where there is none.</returns>
    public static nint? LoadCuda()
    {
        nint handle = OperatingSystem.IsWindows()
            ? NativeLibrary.TryLoad("nvcuda", out nint windows) ? windows : 0
            : Load(Cuda);
        return handle == 0 ? null : handle;
    }

    private static bool Install()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        NativeLibrary.SetDllImportResolver(
            typeof(Context).Assembly, (name, _, _) => name is Cuda or OpenCl ? Load(name) : 0);
        return true;
    }

    private static nint Load(string name)
    {
        foreach (string file in Files(name, KernelVersion()))
        {
            if (NativeLibrary.TryLoad(file, typeof(Context).Assembly, searchPath: null, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    private static string KernelVersion()
    {
        const string File = "/proc/version";
        return System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : string.Empty;
    }
}
