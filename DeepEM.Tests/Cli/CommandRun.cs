using System.CommandLine;
using DeepEM.Cli;
using DeepEM.Cli.Shell;

namespace DeepEM.Tests.Cli;

/// <summary>A command line that was run, with all it printed.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">What went to stdout.</param>
/// <param name="Error">What went to stderr.</param>
internal sealed record CommandRun(ExitCode Code, string Output, string Error)
{
    /// <summary>The lines of stderr, without the one that says how a picking is set up.</summary>
    public string[] ErrorLines => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("note: particle of ", StringComparison.Ordinal))];

    /// <summary>Runs the program's own command line.</summary>
    public static CommandRun Of(params string[] args) => Of(CommandLine.Create(), args);

    /// <summary>Runs a command line of another command tree.</summary>
    public static CommandRun Of(RootCommand root, string[] args, CancellationToken token = default)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ExitCode code = CommandLine.Run(root, args, output, error, token);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
