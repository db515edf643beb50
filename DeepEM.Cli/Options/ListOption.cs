using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary>Options whose value is a list with commas, for example 25,50,all.</summary>
internal static class ListOption
{
    /// <summary>Numbers of labels, from 2 on, and "all", which is null.</summary>
    /// <param name="name">For example "--labels".</param>
    /// <param name="description">What it is; the form is added.</param>
    /// <param name="fallback">The default.</param>
    public static Option<IReadOnlyList<int?>> Labels(string name, string description, IReadOnlyList<int?> fallback) =>
        new(name)
        {
            HelpName = "N,N,...",
            Description = $"{description} (2 or more each, or all)",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Parse<int?>(
                result,
                name,
                "whole numbers from 2 on, or all",
                static text => text == "all" ? (true, null) : Whole(text, 2, int.MaxValue) is { } number
                    ? (true, (int)number)
                    : (false, null)),
        };

    /// <summary>Seeds: whole numbers of 64 bits.</summary>
    /// <param name="name">For example "--seeds".</param>
    /// <param name="description">What it is.</param>
    /// <param name="fallback">The default.</param>
    public static Option<IReadOnlyList<long>> Seeds(string name, string description, IReadOnlyList<long> fallback) =>
        new(name)
        {
            HelpName = "S,S,...",
            Description = description,
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Parse(
                result,
                name,
                "whole numbers",
                static text => Whole(text, long.MinValue, long.MaxValue) is { } number ? (true, number) : (false, 0)),
        };

    // What stands in a list twice counts once.
    private static IReadOnlyList<T> Parse<T>(
        ArgumentResult result, string name, string expected, Func<string, (bool IsValid, T Value)> parse)
    {
        string text = result.Tokens[0].Value;
        (bool IsValid, T Value)[] parts = [.. text.Split(',').Select(part => parse(part.Trim()))];
        if (parts.All(part => part.IsValid))
        {
            return [.. parts.Select(part => part.Value).Distinct()];
        }

        result.AddError($"{name} is '{text}', expected {expected}, with commas between them");
        return [];
    }

    private static long? Whole(string text, long low, long high) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        && value >= low && value <= high
            ? value
            : null;
}
