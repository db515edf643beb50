using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A stand-in for the driver of CUDA, which runs the real PTX on the host and fails on what a GPU punishes.
/// </summary>
/// <remarks>
/// Its source lies beside the repository. It is compiled once a run, and a process that finds it before a real driver
/// has a CUDA device. Kernels are compiled once for all processes of a run.
/// </remarks>
internal static partial class StandInDriver
{
    private const string Source = "tools/cuda_stand_in/fakecuda.cpp";

    // It translates PTX to C and refuses all conversions from float to int; those that cut off are C's casts.
    private const string Refused = "if (to[0] != 'f' && from[0] == 'f'";

    private static readonly Lazy<ScratchFolder?> _folder = new(Build);

    /// <summary>The folder that holds <c>libcuda.so.1</c>, to be named in LD_LIBRARY_PATH of another process.</summary>
    /// <returns>The folder; null where the source or a compiler is missing.</returns>
    public static string? LibraryFolderOrNull() => _folder.Value?.Path;

    /// <summary>What a process needs in its environment to have the device; skips the test where it cannot be had.
    /// </summary>
    /// <param name="mode">
    /// "eager" runs work when it is queued, "async" on threads with random delays, "lazy" when somebody waits for it.
    /// </param>
    /// <param name="log">The file to which the process appends what a GPU would have punished.</param>
    public static IReadOnlyDictionary<string, string> Variables(string mode, string log)
    {
        if (LibraryFolderOrNull() is not { } folder)
        {
            Assert.Ignore($"The stand-in for the driver of CUDA needs ../shared/{Source} and g++.");
            throw new UnreachableException();
        }

        return new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")}".TrimEnd(':'),
            ["FAKECUDA_MODE"] = mode,
            ["FAKECUDA_PTX"] = Path.Combine(folder, "kernels"),
            ["FAKECUDA_LOG"] = log,
        };
    }

    /// <summary>What a GPU would have punished: kinds in capitals, each with what was seen first.</summary>
    /// <param name="log">The file named to <see cref="Variables"/>.</param>
    public static IReadOnlyList<string> Faults(string log) =>
        [.. File.ReadLines(log).Where(line => Fault().IsMatch(line))];

    /// <summary>Removes what was compiled.</summary>
    public static void Release()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value?.Dispose();
        }
    }

    private static ScratchFolder? Build()
    {
        if (!OperatingSystem.IsLinux() || SharedFolder.FindOrNull(Source) is not { } source)
        {
            return null;
        }

        ScratchFolder folder = new();
        string known = folder.Write("fakecuda.cpp", File.ReadAllText(source).Replace(
            Refused, $"{Refused} && !has(\"rzi\")", StringComparison.Ordinal));
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo(
                "g++",
                ["-O2", "-std=c++17", "-shared", "-fPIC", "-o", folder["libcuda.so.1"], known, "-ldl", "-lpthread"])
            {
                RedirectStandardError = true,
            })!;
            string words = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
            {
                return folder;
            }

            folder.Dispose();
            throw new InvalidOperationException(words);
        }
        catch (Win32Exception)
        {
            // There is no such program.
            folder.Dispose();
            return null;
        }
    }

    [GeneratedRegex("^\\[[A-Z]{2}")]
    private static partial Regex Fault();
}
