using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Networks;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses a network and the way of training and picking that belongs to it.</summary>
internal static class PresetOption
{
    /// <summary>A new option; left out, its value is the default of the type.</summary>
    public static Option<NetworkPreset> Create() => new("--preset")
    {
        HelpName = "auto|klh|19s",
        Description = "Network and recipe: sized from the diameter, or as published for KLH (272 px windows) or 19S "
            + "(160 px), unbinned and slow [default: auto]",
        CustomParser = Parse,
    };

    private static NetworkPreset Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        switch (text)
        {
            case "auto":
                return NetworkPreset.Auto;
            case "klh":
                return NetworkPreset.Klh;
            case "19s":
                return NetworkPreset.NineteenS;
            default:
                result.AddError($"--preset is '{text}', expected auto, klh or 19s");
                return NetworkPreset.Auto;
        }
    }
}
