using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses a format of coordinates.</summary>
internal static class FormatOption
{
    /// <summary>A new option.</summary>
    /// <param name="fallback">The format without it; null where it must be given.</param>
    public static Option<CoordinateFormat> Create(CoordinateFormat? fallback = null)
    {
        Option<CoordinateFormat> option = new("--to")
        {
            HelpName = "FORMAT",
            Required = fallback is null,
            Description = fallback is null
                ? "Format to write: relion, relion-particles, box, cbox, topaz, csv, cs, ..."
                : "Format to write: relion, relion-particles, box, cbox, topaz, csv, ...",
            CustomParser = Parse,
        };
        if (fallback is { } format)
        {
            option.DefaultValueFactory = _ => format;
        }

        return option.WithDetails("relion (a STAR file per micrograph and autopick.star), relion-particles (one STAR "
            + "file since 3.1), relion-3.0 (before), box (EMAN, crYOLO), eman2 (info JSON), cbox (crYOLO since 1.8), "
            + "cbox-old (before), topaz, csv, tsv, cs (cryoSPARC).");
    }

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
