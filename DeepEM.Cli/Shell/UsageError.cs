using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeepEM.Cli.Shell;

/// <summary>How a command line that is wrong should look.</summary>
internal static class UsageError
{
    private const string Title = "Usage:";

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

    /// <summary>The command with its arguments and options, one line.</summary>
    /// <param name="result">The command line as far as it was understood.</param>
    public static string Usage(ParseResult result)
    {
        // The library keeps its help builder to itself; the usage is the line after its title in the help text.
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
