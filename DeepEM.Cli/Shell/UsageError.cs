using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeepEM.Cli.Shell;

/// <summary>Says what is wrong with a command line and how it should look.</summary>
internal static class UsageError
{
    private const string Title = "Usage:";

    /// <summary>Writes one line per mistake, the usage, and where to read more.</summary>
    /// <param name="result">The command line as far as it was understood.</param>
    /// <param name="error">Receives the text.</param>
    /// <param name="mistakes">Each a line.</param>
    public static void Write(ParseResult result, TextWriter error, IEnumerable<string> mistakes)
    {
        string command = CommandPath(result);
        foreach (string mistake in mistakes)
        {
            error.WriteLine($"{command}: {mistake.ReplaceLineEndings(" ")}");
        }

        error.WriteLine($"Usage: {Usage(result)}");
        error.WriteLine($"Try '{command} --help'.");
    }

    /// <summary>The commands in the order they were typed, for example "deepem evaluate".</summary>
    /// <param name="result">The parsed command line.</param>
    public static string CommandPath(ParseResult result)
    {
        string path = "";
        for (SymbolResult? part = result.CommandResult; part is CommandResult command; part = part.Parent)
        {
            string name = command.Command is RootCommand root ? root.HelpName ?? root.Name : command.Command.Name;
            path = path.Length == 0 ? name : $"{name} {path}";
        }

        return path;
    }

    // The library keeps its help builder to itself; the usage is the line after its title in the help text.
    private static string Usage(ParseResult result)
    {
        using StringWriter help = new();
        ParseResult helpResult = result.RootCommandResult.Command.Parse(
            [.. result.Tokens.Where(token => token.Type == TokenType.Command).Select(token => token.Value), "--help"]);
        helpResult.Invoke(new InvocationConfiguration { Output = help });
        string[] lines = help.ToString().Split('\n');
        int title = Array.FindIndex(lines, line => line.StartsWith(Title, StringComparison.Ordinal));
        string rest = lines[title][Title.Length..].Trim();
        return rest.Length > 0 ? rest : lines[title + 1].Trim();
    }
}
