using System.Globalization;

namespace DeepEM.Cli.Output;

/// <summary>Numbers of things, in words.</summary>
internal static class Counted
{
    /// <summary>A number and what is counted, for example "1 micrograph" or "5 micrographs".</summary>
    /// <param name="number">How many.</param>
    /// <param name="thing">One of them; its plural ends in s.</param>
    public static string Of(long number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? string.Empty : "s")}");
}
