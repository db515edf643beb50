using System.Text;

namespace DeepEM.Cli.Help.Completion;

/// <summary>The commands and options as lines for fish.</summary>
internal static class FishCompletion
{
    /// <summary>The script.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="commands">All commands, the program first.</param>
    public static string Of(string program, IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder lines = new();
        lines.Append($"# Completion of {program} for fish: save it as ~/.config/fish/completions/{program}.fish\n");
        foreach (CompletedCommand command in commands)
        {
            string start = $"complete -c {program} -n {Quoted(Condition(command, commands))}";
            string files = command.Below.Count > 0 ? " -f" : string.Empty;
            foreach (CompletedWord word in command.Below)
            {
                lines.Append($"{start}{files} -a {Quoted(word.Word)}{Described(word.Description)}\n");
            }

            foreach (CompletedOption option in command.Options)
            {
                string value = option.Values.Count > 0 ? $" -x -a {Quoted(string.Join(' ', option.Values))}"
                    : option.TakesValue ? " -r"
                    : string.Empty;
                lines.Append($"{start}{Names(option)}{value}{Described(option.Description)}\n");
            }
        }

        return lines.ToString();
    }

    // The words of its path are there, and none that may follow them.
    private static string Condition(CompletedCommand command, IReadOnlyList<CompletedCommand> commands)
    {
        string[] path = command.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> seen = path.Select(word => $"__fish_seen_subcommand_from {word}");
        string[] other =
        [
            .. commands.Where(each => path.Length < 2 && Last(each) is { Length: > 0 } && IsFurther(path, each))
                .Select(each => path.Length == 0 ? Last(each) : each.Path.Split(' ')[0]).Distinct(),
        ];
        string[] unseen = other.Length == 0 ? [] : [$"not __fish_seen_subcommand_from {string.Join(' ', other)}"];
        return string.Join("; and ", seen.Concat(unseen));
    }

    // For the program all commands; for pick the slurm of "slurm pick".
    private static bool IsFurther(string[] path, CompletedCommand other)
    {
        string[] words = other.Path.Split(' ');
        return path.Length == 0 ? words.Length == 1 : words.Length > 1 && words[1] == path[0];
    }

    private static string Last(CompletedCommand command) => command.Path.Split(' ')[^1];

    private static string Names(CompletedOption option) => string.Concat(option.Aliases.Prepend(option.Name).Select(
        name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}"
            : name.Length == 2 ? $" -s {name[1..]}"
            : $" -a {Quoted(name)}"));

    private static string Described(string text) => text.Length == 0 ? string.Empty : $" -d {Quoted(text)}";

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
