using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Preparation;

namespace DeepEM.Cli.Options;

/// <summary>The option that says whether particles are dark or bright; null to tell from the data.</summary>
internal static class ContrastOption
{
    /// <summary>A new option.</summary>
    /// <param name="automatic">How it is told where it is not said, for the help.</param>
    public static Option<ParticleContrast?> Create(string automatic) => new("--contrast")
    {
        HelpName = "dark|bright|auto",
        Description = $"Whether particles are darker or brighter than the ice; auto: {automatic} [default: auto]",
        CustomParser = Parse,
    };

    private static ParticleContrast? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        switch (text)
        {
            case "dark":
                return ParticleContrast.Dark;
            case "bright":
                return ParticleContrast.Bright;
            case "auto":
                return null;
            default:
                result.AddError($"--contrast is '{text}', expected dark, bright or auto");
                return null;
        }
    }
}
