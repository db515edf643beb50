using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DeepEM.Cli.Help;

/// <summary>The help of the program: its commands in groups. Every command has the library's own help.</summary>
/// <param name="groups">The groups in order, each with its title.</param>
/// <param name="standard">The library's help.</param>
internal sealed class CommandGroups(
    IReadOnlyList<(string Title, IReadOnlyList<Command> Commands)> groups, HelpAction standard)
    : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is not RootCommand root)
        {
            return standard.Invoke(parseResult);
        }

        Write(root, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    /// <summary>Writes what the program is, and its commands.</summary>
    /// <param name="root">The program.</param>
    /// <param name="output">Receives the text.</param>
    public void Write(RootCommand root, TextWriter output)
    {
        string program = root.HelpName ?? root.Name;
        output.WriteLine(root.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {program} COMMAND [options]");
        int width = groups.SelectMany(group => group.Commands).Max(command => command.Name.Length);
        foreach ((string title, IReadOnlyList<Command> commands) in groups)
        {
            output.WriteLine();
            output.WriteLine($"{title}:");
            foreach (Command command in commands.Where(command => !command.Hidden))
            {
                output.WriteLine($"  {command.Name.PadRight(width)}  {command.Description}");
            }
        }

        output.WriteLine();
        output.WriteLine($"'{program} COMMAND --help' lists options, '{program} help COMMAND' explains them.");
    }
}
