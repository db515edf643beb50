using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeepEM.Cli.Options;

/// <summary>Options and arguments that name files and folders; an empty name is refused.</summary>
internal static class PathOption
{
    /// <summary>An option that must be given.</summary>
    /// <param name="name">For example "--out".</param>
    /// <param name="helpName">What the help shows for the value, for example "DIR".</param>
    /// <param name="description">What it names.</param>
    public static Option<string> Required(string name, string helpName, string description)
    {
        Option<string> option = new(name) { HelpName = helpName, Description = description, Required = true };
        option.Validators.Add(result => RefuseEmpty(result, name));
        return option;
    }

    /// <summary>An option that may be left out.</summary>
    public static Option<string?> Optional(string name, string helpName, string description)
    {
        Option<string?> option = new(name) { HelpName = helpName, Description = description };
        option.Validators.Add(result => RefuseEmpty(result, name));
        return option;
    }

    private static void RefuseEmpty(OptionResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} is empty, expected a path");
        }
    }
}
