using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Cli.Options;

/// <summary>The option that sets the limits of the published standard-deviation filter.</summary>
internal static class DeviationOption
{
    /// <summary>A new option.</summary>
    public static Option<DeviationRange?> Create() => new Option<DeviationRange?>("--deviation")
    {
        HelpName = "LOW:HIGH",
        Description = "Published presets: limits of the deviation of windows [default: from the model]",
        CustomParser = Parse,
    }.WithDetails("Only windows whose standard deviation lies between these are scored, in grey levels of the "
        + "micrograph. The model's own limits were found from the labels.");

    private static DeviationRange? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] parts = text.Split(':');
        if (parts.Length == 2 && Number(parts[0]) is { } low && Number(parts[1]) is { } high && low < high)
        {
            return new DeviationRange(low, high);
        }

        result.AddError($"--deviation is '{text}', expected two numbers, the first the smaller, for example 22:34");
        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value) && value >= 0
            ? value
            : null;
}
