using System.CommandLine;

namespace DeepEM.Cli.Options;

/// <summary>Adds options that belong together to a command.</summary>
internal static class OptionGroup
{
    /// <summary>Adds options in their order.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options.</param>
    public static void Add(this Command command, IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }
}
