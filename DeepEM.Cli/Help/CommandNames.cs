using System.CommandLine;

namespace DeepEM.Cli.Help;

/// <summary>Names that are no command's.</summary>
internal static class CommandNames
{
    /// <summary>The first word of a command line, where it should be a command and is none.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="root">The program.</param>
    /// <returns>The word; null where there is none, or it is a command or an option.</returns>
    public static string? Unknown(IReadOnlyList<string> args, RootCommand root) =>
        args is [{ Length: > 0 } first, ..] && first[0] != '-'
        && root.Subcommands.All(command => command.Name != first && !command.Aliases.Contains(first))
            ? first
            : null;

    /// <summary>Says that a word is no command, and which is near.</summary>
    /// <param name="typed">The word.</param>
    /// <param name="root">The program.</param>
    public static string Refusal(string typed, RootCommand root)
    {
        IEnumerable<string> names = root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);
        return NearestCommand.Of(typed, names) is { } near
            ? $"'{typed}' is not a command; did you mean '{near}'?"
            : $"'{typed}' is not a command; '{root.HelpName} help' lists them";
    }
}
