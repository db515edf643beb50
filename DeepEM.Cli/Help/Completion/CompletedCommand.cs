using System.CommandLine;
using System.CommandLine.Completions;

namespace DeepEM.Cli.Help.Completion;

/// <summary>A command as a shell completes it.</summary>
/// <param name="Path">Its words, for example "slurm pick".</param>
/// <param name="Description">What it does, one line.</param>
/// <param name="Below">The words that may follow it.</param>
/// <param name="Options">Its options.</param>
internal sealed record CompletedCommand(
    string Path,
    string Description,
    IReadOnlyList<CompletedWord> Below,
    IReadOnlyList<CompletedOption> Options)
{
    /// <summary>All commands, the program itself first with an empty path.</summary>
    /// <param name="root">The program.</param>
    public static IReadOnlyList<CompletedCommand> All(RootCommand root)
    {
        Option[] common = [.. root.Options.Where(option => !option.Hidden)];
        return [.. Of(root, string.Empty, common)];
    }

    private static IEnumerable<CompletedCommand> Of(Command command, string path, Option[] common)
    {
        Command[] below = [.. command.Subcommands.Where(each => !each.Hidden)];
        IEnumerable<Option> options = command.Options.Where(option => !option.Hidden)
            .Concat(common).DistinctBy(option => option.Name);
        IEnumerable<CompletedWord> words = below.Select(each => new CompletedWord(each.Name, $"{each.Description}"))
            .Concat(command.Arguments.SelectMany(Values));
        yield return new CompletedCommand(
            path,
            $"{command.Description}",
            [.. words],
            [.. options.Select(option => new CompletedOption(
                option.Name,
                [.. option.Aliases.Where(IsPlain)],
                $"{option.Description}",
                option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool),
                option.HelpName ?? "value",
                Choices(option)))]);
        foreach (CompletedCommand each in below.SelectMany(
            each => Of(each, path.Length == 0 ? each.Name : $"{path} {each.Name}", common)))
        {
            yield return each;
        }
    }

    // Help has others, /h and -? among them, that a shell takes for something else.
    private static bool IsPlain(string alias) => alias.Length == 2 && alias[0] == '-' && char.IsAsciiLetter(alias[1]);

    // Where the help shows all values: "text|json". The library would offer the names of the types.
    private static string[] Choices(Option option) =>
        option.HelpName?.Split('|') is { Length: > 1 } words
        && words.All(word => word.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '-'))
            ? words
            : [];

    private static IEnumerable<CompletedWord> Values(Argument argument) =>
        argument.GetCompletions(CompletionContext.Empty)
            .Select(item => new CompletedWord(item.Label, string.Empty));
}
