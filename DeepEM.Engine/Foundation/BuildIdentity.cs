using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation;

/// <summary>Which program computes: its version and its build.</summary>
internal static class BuildIdentity
{
    /// <summary>For example "0.1.0 (build 0123456789abcdef)".</summary>
    public static string Text { get; } = $"{ProductVersion.Text} (build {Build()})";

    // Two builds of one version may compute differently; the compiler gives equal code equal identifiers.
    private static string Build() => string.Concat(
        typeof(BuildIdentity).Module.ModuleVersionId.ToString("N")[..8],
        typeof(IComputeBackend).Module.ModuleVersionId.ToString("N")[..8]);
}
