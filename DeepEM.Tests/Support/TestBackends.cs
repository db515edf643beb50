using System.Diagnostics.CodeAnalysis;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Every backend that the operations are tested on, made once and shared by all tests of a run.</summary>
internal static class TestBackends
{
    // One line adds a backend. A device that is not there must throw an ArgumentException.
    private static readonly Dictionary<string, Lazy<IComputeBackend>> _backends = new()
    {
        ["Cuda"] = new(() => IlgpuDevices.Create(BackendKind.Cuda, 0)),
        ["OpenCl"] = new(() => IlgpuDevices.Create(BackendKind.OpenCl, 0)),
        ["Simd512"] = new(() => new SimdBackend(2, SimdWidth.Bits512)),
        ["Simd256"] = new(() => new SimdBackend(2, SimdWidth.Bits256)),
        ["SimdAny"] = new(() => new SimdBackend(2, SimdWidth.Any)),
        ["IlgpuCpu"] = new(() => IlgpuDevices.Create(BackendKind.IlgpuCpu, 0)),
        [$"OpenCl{Warps}"] = new(() => WithWarps(BackendKind.OpenCl)),
        [$"IlgpuCpu{Warps}"] = new(() => WithWarps(BackendKind.IlgpuCpu)),
    };

    // Where a device would get other kernels for its convolutions, these are forced.
    private const string Warps = "Warps";

    /// <summary>The names, for <see cref="TestFixtureSourceAttribute"/>.</summary>
    public static IEnumerable<string> Names =>
        _backends.Keys.Where(name => !name.EndsWith(Warps, StringComparison.Ordinal));

    /// <summary>The names of those on the host's vectors.</summary>
    public static IEnumerable<string> SimdNames =>
        _backends.Keys.Where(name => name.StartsWith("Simd", StringComparison.Ordinal));

    /// <summary>The names with those of backends that differ in their convolutions only.</summary>
    public static IEnumerable<string> ConvolutionNames => _backends.Keys;

    /// <summary>The backend of that name; skips the tests, and says why, where it has no device.</summary>
    public static IComputeBackend Get(string name)
    {
        try
        {
            return _backends[name].Value;
        }
        catch (ArgumentException missing)
        {
            Assert.Ignore($"{name}: {missing.Message} {Advice(name)}");
            throw;
        }
    }

    /// <summary>What a person can do so that the tests of a backend run.</summary>
    public static string Advice(string name) => name switch
    {
        "Cuda" => "Needed: an NVIDIA GPU and its driver, which has libcuda.so.1.",
        "Simd512" => "Needed: a processor with AVX-512.",
        "Simd256" => "Needed: a processor with AVX2.",
        _ => "Needed: an OpenCL device. Where there is no GPU, the package pocl-opencl-icd makes one of the processor.",
    };

    /// <summary>The first device of a kind that ILGPU drives, or null.</summary>
    public static Device? FirstDevice(Context context, BackendKind kind)
    {
        AcceleratorType type = kind switch
        {
            BackendKind.Cuda => AcceleratorType.Cuda,
            BackendKind.OpenCl => AcceleratorType.OpenCL,
            _ => AcceleratorType.CPU,
        };
        return context.Devices.FirstOrDefault(device => device.AcceleratorType == type);
    }

    /// <summary>Releases every device that a test has used.</summary>
    public static void Release()
    {
        foreach (Lazy<IComputeBackend> backend in _backends.Values)
        {
            if (backend.IsValueCreated)
            {
                backend.Value.Dispose();
            }
        }

        _backends.Clear();
    }

    /// <summary>Opens the first device of a kind.</summary>
    /// <returns>The device, closed when its last user leaves; null where there is none.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The device owns its context.")]
    public static IlgpuDevice? Open(BackendKind kind)
    {
        Context context = IlgpuContext.Create(kind);
        if (FirstDevice(context, kind) is { } device)
        {
            return new IlgpuDevice(context, device, new IlgpuMemory(IlgpuDevice.MemoryOf(device), limit: null));
        }

        context.Dispose();
        return null;
    }

    private static IlgpuBackend WithWarps(BackendKind kind) => new(
        Open(kind) ?? throw new ArgumentException($"There is no device of {kind}.", nameof(kind)),
        kind,
        ConvolutionVariant.Warps);
}
