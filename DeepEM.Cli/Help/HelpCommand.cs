using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;

namespace DeepEM.Cli.Help;

/// <summary><c>deepem help COMMAND</c>: every option of a command in whole sentences.</summary>
internal static class HelpCommand
{
    private const int Width = 80;
    private const int Indent = 6;

    /// <summary>The command, ready to be added to the root.</summary>
    /// <param name="groups">Writes the list of commands where none is named.</param>
    public static Command Create(CommandGroups groups)
    {
        Argument<string?> name = new("COMMAND")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The command to explain [default: lists all]",
        };
        Command command = new("help", "Explains a command and all its options.") { name };
        command.SetRun((result, _) =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            var root = (RootCommand)result.RootCommandResult.Command;
            if (result.GetValue(name) is not { } typed)
            {
                groups.Write(root, output);
                return ExitCode.Success;
            }

            Command found = root.Subcommands.FirstOrDefault(each => each.Name == typed)
                ?? throw new UsageException(CommandNames.Refusal(typed, root));
            Explain($"{root.HelpName} {found.Name}", found, root, output);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Explain(string name, Command command, RootCommand root, TextWriter output)
    {
        output.WriteLine($"{name}: {command.Description}");
        WriteDetails(command, indent: 0, output);
        foreach (Argument argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            WriteSymbol($"<{argument.Name}>", argument, output);
        }

        WriteOptions(command.Options, output);
        foreach (Command below in command.Subcommands)
        {
            WriteSymbol($"{name} {below.Name}", below, output);
            WriteOptions(OwnOptions(below, root), output);
        }
    }

    // A command below another takes the options of the command of its name, which has a help of its own.
    private static IEnumerable<Option> OwnOptions(Command below, RootCommand root)
    {
        HashSet<string> known =
        [
            .. root.Subcommands.Where(command => command.Name == below.Name)
                .SelectMany(command => command.Options).Select(option => option.Name),
        ];
        return below.Options.Where(option => !known.Contains(option.Name));
    }

    private static void WriteOptions(IEnumerable<Option> options, TextWriter output)
    {
        foreach (Option option in options.Where(option => !option.Hidden))
        {
            string value = option.HelpName is { } helpName ? $" <{helpName}>" : string.Empty;
            string required = option.Required ? " (required)" : string.Empty;
            WriteSymbol($"{string.Join(", ", [option.Name, .. option.Aliases])}{value}{required}", option, output);
        }
    }

    private static void WriteSymbol(string title, Symbol symbol, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"  {title}");
        Wrap($"{symbol.Description}", Indent, output);
        WriteDetails(symbol, Indent, output);
    }

    private static void WriteDetails(Symbol symbol, int indent, TextWriter output)
    {
        if (SymbolDetails.Of(symbol) is { } details)
        {
            Wrap(details, indent, output);
        }
    }

    private static void Wrap(string text, int indent, TextWriter output)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(new string(' ', indent) + line);
                line = string.Empty;
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        output.WriteLine(new string(' ', indent) + line);
    }
}
