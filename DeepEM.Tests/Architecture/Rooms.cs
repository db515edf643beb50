namespace DeepEM.Tests.Architecture;

/// <summary>The rooms of each project, in order: a room may use those before it.</summary>
/// <remarks>docs/architecture.md has the same lists, which a test holds to these.</remarks>
internal static class Rooms
{
    /// <summary>From memory and vectors over the operations to the backends that have them all.</summary>
    public static IReadOnlyList<string> Kernels { get; } =
    [
        "Memory", "Simd", "Ilgpu", "Fourier", "Activation", "Loss", "Dense", "Update", "Resampling",
        "WindowStatistics", "Peaks", "Convolution", "Pooling", "Alignment", "Backends",
    ];

    /// <summary>The order in which a micrograph passes.</summary>
    public static IReadOnlyList<string> Engine { get; } =
    [
        "Foundation", "Coordinates", "Micrographs", "Simulation", "Learning", "Picking", "Verification", "Reports",
        "Jobs",
    ];

    /// <summary>From single options to whole commands.</summary>
    public static IReadOnlyList<string> Cli { get; } =
        ["Options", "Shell", "Output", "Cluster", "Help", "Callers", "Web", "Commands"];

    /// <summary>The projects whose rooms are ordered.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfProject { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["DeepEM.Kernels"] = Kernels,
            ["DeepEM.Engine"] = Engine,
            ["DeepEM.Cli"] = Cli,
        };
}
