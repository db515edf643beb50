using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Cli.Options;

/// <summary>The option that says how large all micrographs are.</summary>
internal static class SizeOption
{
    private const int MostPixels = 1_000_000;

    /// <summary>A new option; left out, its value is null.</summary>
    public static Option<MicrographSize?> Create() => new Option<MicrographSize?>("--size")
    {
        HelpName = "WxH",
        Description = "Size of all micrographs, pixels, as in 4096x4096 [default: from the headers]",
        CustomParser = Parse,
    }.WithDetails($"Columns x rows, 1 to {MostPixels} each.");

    private static MicrographSize? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] parts = text.Split('x');
        if (parts.Length == 2 && TryExtent(parts[0], out int width) && TryExtent(parts[1], out int height))
        {
            return new MicrographSize(width, height);
        }

        result.AddError($"--size is '{text}', expected columns x rows, 1 to {MostPixels} each, as in 4096x4096");
        return null;
    }

    private static bool TryExtent(string text, out int extent) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out extent)
        && extent is >= 1 and <= MostPixels;
}
