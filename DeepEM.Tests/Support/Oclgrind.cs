using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime.OpenCL;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Oclgrind: an OpenCL device that runs a kernel item by item and watches every access to memory.</summary>
/// <remarks>
/// It says that it has OpenCL 1.2 and no generic address space, which ILGPU asks for, and which kernels that use
/// neither do not need. A process of tests takes it all the same when it is asked to; the product never does.
/// </remarks>
internal static class Oclgrind
{
    private const string Platform = "Oclgrind";

    private const string Asked = "DEEPEM_TESTS_ON_OCLGRIND";

    private static readonly string[] _libraries =
    [
        "/usr/lib/oclgrind/liboclgrind-rt-icd.so",
        "/usr/lib/x86_64-linux-gnu/oclgrind/liboclgrind-rt-icd.so",
        "/usr/local/lib/oclgrind/liboclgrind-rt-icd.so",
    ];

    /// <summary>Whether this process is to take it for its OpenCL device.</summary>
    public static bool IsAsked => Environment.GetEnvironmentVariable(Asked) == "1";

    /// <summary>What a process of tests needs in its environment; skips the test where there is no Oclgrind.</summary>
    /// <param name="folder">A folder of the caller, which names the driver.</param>
    /// <param name="log">The file to which it writes what it sees.</param>
    public static IReadOnlyDictionary<string, string> Variables(ScratchFolder folder, string log)
    {
        if (_libraries.FirstOrDefault(File.Exists) is not { } library)
        {
            Assert.Ignore("Oclgrind is not here: the package oclgrind.");
            throw new UnreachableException();
        }

        folder.Write("vendors/oclgrind.icd", $"{library}\n");
        return new Dictionary<string, string>
        {
            [Asked] = "1",
            ["OCL_ICD_VENDORS"] = folder["vendors"],
            ["OCLGRIND_DATA_RACES"] = "1",
            ["OCLGRIND_CHECK_API"] = "1",
            ["OCLGRIND_LOG"] = log,
        };
    }

    /// <summary>Opens it for a caller that disposes what it gets.</summary>
    /// <param name="variant">Its convolution; null for the one that suits the device.</param>
    public static IlgpuBackend Create(ConvolutionVariant? variant) => new(Open(), BackendKind.OpenCl, variant);

    /// <summary>Opens it.</summary>
    /// <returns>The device, closed when its last user leaves.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The device owns its context.")]
    public static IlgpuDevice Open()
    {
        NativeLibraries.ResolveVersions();
        // The settings of IlgpuContext, and another judgement of the device.
        Context context = Context.Create(builder =>
            builder.Optimize(OptimizationLevel.O2).EnableAlgorithms().Profiling().OpenCL(IsUsable));
        CLDevice device = context.Devices.OfType<CLDevice>().Single();
        return new IlgpuDevice(context, device, new IlgpuMemory(IlgpuDevice.MemoryOf(device), limit: null));
    }

    private static bool IsUsable(CLDevice device)
    {
        Assert.That(device.PlatformName, Is.EqualTo(Platform), "Another driver was found in place of it.");
        Set(device, nameof(CLDevice.DeviceVersion), CLDeviceVersion.CL20);
        Set(device.Capabilities, nameof(CLCapabilityContext.GenericAddressSpace), true);
        return true;
    }

    private static void Set(object owner, string property, object value) =>
        owner.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.Public)!.SetValue(owner, value);
}
