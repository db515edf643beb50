namespace DeepEM.Cli.Callers;

/// <summary>How this program is started by others: its own file, or the runtime and its library.</summary>
internal static class ThisProgram
{
    private const string Library = "deepem.dll";

    /// <summary>The words before the arguments, for scripts that outlive this program.</summary>
    public static IReadOnlyList<string> Words => [Command.Path, .. Command.Words];

    /// <summary>The file to start, from the root, and what it is given before all other words.</summary>
    public static (string Path, string[] Words) Command
    {
        get
        {
            string own = Path.Combine(
                AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "deepem.exe" : "deepem");
            string runtime = Environment.ProcessPath ?? "dotnet";

            // What is started by "dotnet run" or a test is the runtime, and the program lies beside its library.
            return Path.GetFileNameWithoutExtension(runtime) == "deepem" ? (runtime, [])
                : File.Exists(own) ? (own, [])
                : (runtime, [Path.Combine(AppContext.BaseDirectory, Library)]);
        }
    }
}
