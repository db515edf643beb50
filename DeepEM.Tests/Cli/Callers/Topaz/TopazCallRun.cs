using DeepEM.Cli.Callers.Topaz;
using DeepEM.Cli.Shell;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>A call of Topaz's program that was run, with all it printed.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">What went to stdout.</param>
/// <param name="Error">What went to stderr.</param>
internal sealed record TopazCallRun(ExitCode Code, string Output, string Error)
{
    /// <summary>Runs words.</summary>
    public static TopazCallRun Of(params string[] args) => Fed(string.Empty, args);

    /// <summary>Runs a line as a caller writes it: words with blanks between.</summary>
    public static TopazCallRun OfLine(string line) =>
        Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Runs words with text on stdin.</summary>
    public static TopazCallRun Fed(string input, params string[] args)
    {
        using StringReader reader = new(input);
        using StringWriter output = new();
        using StringWriter error = new();
        ExitCode code = TopazProgram.Run(args, reader, output, error, CancellationToken.None);
        return new TopazCallRun(code, output.ToString(), error.ToString());
    }
}
