namespace DeepEM.Tests.Architecture;

/// <summary>The source files of this checkout, as the architecture tests read them.</summary>
internal static class SourceTree
{
    private static readonly string[] _projects =
        ["DeepEM.Kernels", "DeepEM.Engine", "DeepEM.Cli", "DeepEM.Tests", "DeepEM.Bench", "DeepEM.Fuzz"];

    /// <summary>The folder that holds DeepEM.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All C# files of a project that a person wrote.</summary>
    /// <param name="project">Name of the project's folder.</param>
    /// <returns>Paths relative to the root, with slashes, in ordinal order.</returns>
    public static IReadOnlyList<string> Files(string project) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All C# files that a person wrote.</summary>
    public static IEnumerable<string> AllFiles() => _projects.SelectMany(Files);

    /// <summary>The text of a file.</summary>
    /// <param name="path">Path relative to the root.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DeepEM.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests must run from within the checkout.");
    }
}
