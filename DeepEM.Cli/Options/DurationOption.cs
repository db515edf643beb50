using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary>Options whose value is a time: a number with s, m, h or d behind it; a number alone is of seconds.
/// </summary>
internal static class DurationOption
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(365);

    /// <summary>An option that may be left out, and then means what the help says as its default.</summary>
    /// <param name="name">For example "--stop-after".</param>
    /// <param name="description">What it is, with its range.</param>
    /// <param name="fallback">What holds without it.</param>
    public static Option<TimeSpan?> Optional(string name, string description, string fallback) => new(name)
    {
        HelpName = "TIME",
        Description = $"{description} [default: {fallback}]",
        CustomParser = result => Parse(result, name),
    };

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        double unit = text.Length == 0 ? 0 : text[^1] switch
        {
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => 1,
        };
        string number = text.TrimEnd('s', 'm', 'h', 'd');
        if (text.Length - number.Length <= 1
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value > 0 && value * unit <= _longest.TotalSeconds)
        {
            return TimeSpan.FromSeconds(value * unit);
        }

        result.AddError($"{name} is '{text}', expected a time like 90s, 30m, 12h or 2d, 365d at most");
        return null;
    }
}
