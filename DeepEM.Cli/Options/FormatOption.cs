using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses a format of coordinates.</summary>
internal static class FormatOption
{
    /// <summary>A new option.</summary>
    public static Option<CoordinateFormat> Create() => new Option<CoordinateFormat>("--to")
    {
        HelpName = "FORMAT",
        Required = true,
        Description = "Format to write: relion, relion-particles, box, cbox, topaz, csv, cs, ...",
        CustomParser = Parse,
    }.WithDetails("relion (a STAR file per micrograph and autopick.star), relion-particles (one STAR file since 3.1), "
        + "relion-3.0 (before), box (EMAN, crYOLO), eman2 (info JSON), cbox (crYOLO since 1.8), cbox-old (before), "
        + "topaz, csv, tsv, cs (cryoSPARC).");

    private static CoordinateFormat Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (CoordinateFormats.Find(text) is CoordinateFormat format)
        {
            return format;
        }

        result.AddError($"--to is '{text}', expected {string.Join(", ", CoordinateFormats.Names)}");
        return default;
    }
}
