using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Finds the drivers' libraries for ILGPU.</summary>
/// <remarks>
/// ILGPU loads <c>libOpenCL.so</c> and <c>libcuda.so</c> without a version. On Linux the plain name belongs to the
/// development package, and where only the versioned file is installed ILGPU silently sees no device. This looks for
/// the versioned file as well. Under WSL ILGPU installs a resolver of its own, and an assembly can have only one.
/// </remarks>
internal static class NativeLibraries
{
    private static readonly Lazy<bool> _installed = new(Install);

    /// <summary>Lets ILGPU find versioned libraries; call before the first context is made.</summary>
    /// <returns>False where that is not possible, so that the plain name must be present.</returns>
    public static bool ResolveVersions() => _installed.Value;

    /// <summary>What a user can install to get OpenCL devices; empty when nothing is missing.</summary>
    /// <param name="devices">How many OpenCL devices were found.</param>
    /// <param name="resolvesVersions">Whether a versioned library is enough.</param>
    /// <param name="canLoad">Whether a library of this file name can be loaded.</param>
    public static string OpenClAdvice(int devices, bool resolvesVersions, Func<string, bool> canLoad)
    {
        bool plain = canLoad("libOpenCL.so");
        bool versioned = canLoad("libOpenCL.so.1");
        if (devices > 0)
        {
            return string.Empty;
        }

        if (!plain && !versioned)
        {
            return "OpenCL: no loader (libOpenCL.so.1). Install ocl-icd-libopencl1 and the driver of the device; "
                + "pocl-opencl-icd makes a device of the CPU.";
        }

        if (!plain && !resolvesVersions)
        {
            return "OpenCL: libOpenCL.so.1 is there, but libOpenCL.so is not. Install ocl-icd-opencl-dev.";
        }

        return "OpenCL: the loader is there, but no usable device. Install the driver of the device; "
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

    private static bool Install()
    {
        const string KernelVersion = "/proc/version";
        if (!OperatingSystem.IsLinux()
            || (File.Exists(KernelVersion)
                && File.ReadAllText(KernelVersion).Contains("Microsoft", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Load);
        return true;
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name is not ("OpenCL" or "cuda"))
        {
            return 0;
        }

        return NativeLibrary.TryLoad($"lib{name}.so", assembly, searchPath, out nint handle)
            || NativeLibrary.TryLoad($"lib{name}.so.1", assembly, searchPath, out handle)
            ? handle
            : 0;
    }
}
