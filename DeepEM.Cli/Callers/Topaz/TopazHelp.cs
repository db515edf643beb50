namespace DeepEM.Cli.Callers.Topaz;

/// <summary>The help of Topaz's commands.</summary>
internal static class TopazHelp
{
    private const int NameWidth = 28;

    /// <summary>Writes what commands there are.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IEnumerable<TopazCommand> commands, TextWriter output)
    {
        output.Write("usage: deepem-topaz COMMAND [options]\n\n"
            + "DeepEM where other programs call Topaz: same words, same files.\n\n");
        foreach (TopazCommand command in commands)
        {
            output.Write($"  {command.Name.PadRight(NameWidth)}{command.Summary}\n");
        }
    }

    /// <summary>Writes the options of one command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">Where to.</param>
    public static void Write(TopazCommand command, TextWriter output)
    {
        string operands = command.Operands.Length == 0 ? string.Empty : $" [{command.Operands}]";
        output.Write($"usage: deepem-topaz {command.Name} [options]{operands}\n\n{command.Summary}\n\n");
        foreach (TopazOption option in command.Options.Where(option => option.Text is not null))
        {
            string names = string.Join(", ", option.Names.OrderBy(name => name.Length));
            output.Write($"  {$"{names} {option.Value}".PadRight(NameWidth)} {option.Text}\n");
        }

        string[] idle = [.. command.Options.Where(option => option.Text is null).Select(option => option.Name)];
        if (idle.Length > 0)
        {
            output.Write($"\nTaken without effect: {string.Join(", ", idle)}\n");
        }
    }
}
