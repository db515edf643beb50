using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary>Options whose value is one number within a range; unit, range and default stand in the help text.</summary>
internal static class NumberOption
{
    /// <summary>An option that must be given.</summary>
    /// <param name="name">For example "--diameter".</param>
    /// <param name="unit">What the help shows for the value, for example "A".</param>
    /// <param name="description">What it is, with its unit; the range is added.</param>
    /// <param name="range">Allowed values.</param>
    public static Option<double> RequiredReal(string name, string unit, string description, RealRange range) =>
        new(name)
        {
            HelpName = unit,
            Description = $"{description} ({range.Brief})",
            Required = true,
            CustomParser = result => Real(result, name, range) ?? 0,
        };

    /// <summary>An option with a default.</summary>
    public static Option<double> Real(
        string name, string unit, string description, RealRange range, double fallback) =>
        new(name)
        {
            HelpName = unit,
            Description = $"{description} ({range.Brief})",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Real(result, name, range) ?? 0,
        };

    /// <summary>An option that may be left out, and then means what the help says as its default.</summary>
    public static Option<double?> OptionalReal(
        string name, string unit, string description, RealRange range, string fallback) =>
        new(name)
        {
            HelpName = unit,
            Description = $"{description} ({range.Brief}) [default: {fallback}]",
            CustomParser = result => Real(result, name, range),
        };

    /// <summary>An option for a whole number with a default.</summary>
    /// <param name="name">For example "--threads".</param>
    /// <param name="description">What it is; the range is added.</param>
    /// <param name="low">Least value.</param>
    /// <param name="high">Greatest value.</param>
    /// <param name="fallback">The default.</param>
    public static Option<int> Whole(string name, string description, int low, int high, int fallback) =>
        new(name)
        {
            HelpName = "N",
            Description = $"{description} ({Range(low, high)})",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => (int)(Whole(result, name, low, high) ?? low),
        };

    /// <summary>An option for a whole number that must be given.</summary>
    public static Option<int> RequiredWhole(string name, string description, int low, int high) =>
        new(name)
        {
            HelpName = "N",
            Description = $"{description} ({Range(low, high)})",
            Required = true,
            CustomParser = result => (int)(Whole(result, name, low, high) ?? low),
        };

    /// <summary>An option for a whole number that may be left out, and then means what the help says as its default.
    /// </summary>
    public static Option<int?> OptionalWhole(string name, string description, int low, int high, string fallback) =>
        new(name)
        {
            HelpName = "N",
            Description = $"{description} ({Range(low, high)}) [default: {fallback}]",
            CustomParser = result => (int?)Whole(result, name, low, high),
        };

    /// <summary>The seed of everything random: any whole number of 64 bits.</summary>
    public static Option<long> Seed() =>
        new("--seed")
        {
            HelpName = "S",
            Description = "Random seed; equal seeds give equal results",
            DefaultValueFactory = _ => 1,
            CustomParser = result => Whole(result, "--seed", long.MinValue, long.MaxValue) ?? 0,
        };

    private static string Range(int low, int high) => high == int.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{low} or more")
        : string.Create(CultureInfo.InvariantCulture, $"{low} to {high}");

    private static double? Real(ArgumentResult result, string name, RealRange range)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && range.Contains(value))
        {
            return value;
        }

        result.AddError($"{name} is '{text}', expected a number {range}");
        return null;
    }

    private static long? Whole(ArgumentResult result, string name, long low, long high)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= low && value <= high)
        {
            return value;
        }

        string range = high == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"of {low} or more")
            : string.Create(CultureInfo.InvariantCulture, $"from {low} to {high}");
        result.AddError($"{name} is '{text}', expected a whole number {range}");
        return null;
    }
}
