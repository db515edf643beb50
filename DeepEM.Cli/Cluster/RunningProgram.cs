namespace DeepEM.Cli.Cluster;

/// <summary>How this very program is started again, for scripts that outlive it.</summary>
internal static class RunningProgram
{
    private const string Name = "deepem";

    /// <summary>The words before the arguments: the program, or dotnet and the program.</summary>
    public static IReadOnlyList<string> Words =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == Name
            ? [path]
            : [DotNet, Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")];

    private static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
