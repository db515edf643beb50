using System.Diagnostics;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A driver for CUDA without a GPU, where its source lies beside the repository and there is a compiler; it
/// runs the kernels on the CPU. Compiled once for all tests of a run.</summary>
internal static class StandInDriver
{
    private const string Source = "tools/cuda_stand_in/fakecuda.cpp";
    private static readonly Lazy<string?> _folder = new(Compile);

    /// <summary>The folder with its <c>libcuda.so.1</c>; null where it cannot be made.</summary>
    public static string? LibraryFolderOrNull() => _folder.Value;

    /// <summary>The environment in which the program finds the driver and nothing is written beside it; a test without
    /// one is skipped visibly.</summary>
    /// <param name="folder">Where the driver keeps what it compiles and what it reports.</param>
    /// <param name="more">More variables.</param>
    public static Dictionary<string, string> Environment(string folder, params (string Name, string Value)[] more)
    {
        string? library = LibraryFolderOrNull();
        if (library is null)
        {
            Assert.Ignore($"../shared/{Source} or g++ is not here.");
        }

        Dictionary<string, string> variables = new()
        {
            ["LD_LIBRARY_PATH"] = library,
            ["FAKECUDA_MODE"] = "eager",
            ["FAKECUDA_LOG"] = Path.Combine(folder, "driver.log"),
            ["FAKECUDA_PTX"] = Path.Combine(folder, "kernels"),
        };
        foreach ((string name, string value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static string? Compile()
    {
        if (!OperatingSystem.IsLinux() || SharedFolder.Find(Source) is not { } source)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("deepem-driver-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo(
                "g++",
                ["-O2", "-std=c++17", "-shared", "-fPIC", "-o", Path.Combine(folder, "libcuda.so.1"), source, "-ldl",
                    "-lpthread"])
            {
                RedirectStandardError = true,
            })!;
            compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
