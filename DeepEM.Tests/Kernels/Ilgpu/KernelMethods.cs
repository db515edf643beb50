using System.Reflection;
using DeepEM.Kernels.Backends;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>Every method of DeepEM.Kernels that runs on a device.</summary>
internal static class KernelMethods
{
    private const BindingFlags Every = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every method whose name ends in Kernel, whatever else it is.</summary>
    public static IReadOnlyList<MethodInfo> Named { get; } =
    [
        .. typeof(IComputeBackend).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Every))
            .Where(method => method.Name.EndsWith("Kernel", StringComparison.Ordinal))
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    /// <summary>Those that can be compiled: private, static, not generic, without result.</summary>
    public static IReadOnlyList<MethodInfo> Compilable { get; } =
        [.. Named.Where(method => method is { IsPrivate: true, IsStatic: true, ContainsGenericParameters: false }
            && method.ReturnType == typeof(void))];

    /// <summary>For example "ConvolutionKernels.ForwardKernel".</summary>
    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
