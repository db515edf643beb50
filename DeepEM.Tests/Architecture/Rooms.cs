namespace DeepEM.Tests.Architecture;

/// <summary>The rooms of each project, in order: a room may use those before it.</summary>
/// <remarks>docs/architecture.md has the same lists, which a test holds to these.</remarks>
internal static class Rooms
{
    /// <summary>The order in which a micrograph passes.</summary>
    public static IReadOnlyList<string> Engine { get; } =
    [
        "Foundation", "Coordinates", "Micrographs", "Simulation", "Learning", "Picking", "Verification", "Reports",
        "Jobs",
    ];

    /// <summary>From single options to whole commands.</summary>
    public static IReadOnlyList<string> Cli { get; } = ["Options", "Shell", "Output", "Help", "Commands"];

    /// <summary>The projects whose rooms are ordered.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfProject { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["DeepEM.Engine"] = Engine,
            ["DeepEM.Cli"] = Cli,
        };
}
