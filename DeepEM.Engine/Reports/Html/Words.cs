using System.Globalization;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Numbers as people read them in a sentence.</summary>
internal static class Words
{
    /// <summary>A count with its noun: "1 pick", "1,234 picks".</summary>
    /// <param name="count">How many.</param>
    /// <param name="singular">The noun for one.</param>
    /// <param name="plural">The noun for several; null for the singular and an s.</param>
    /// <returns>The text.</returns>
    public static string Counted(int count, string singular, string? plural = null) =>
        $"{Count(count)} {(count == 1 ? singular : plural ?? (singular + "s"))}";

    /// <summary>A count with separators of thousands.</summary>
    /// <param name="count">How many; rounded to whole ones.</param>
    /// <returns>The text.</returns>
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent, two digits: "7.3 %", "42 %", with a space that does not break.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>The text; a dash for what is no number.</returns>
    public static string Percent(double share) => !double.IsFinite(share)
        ? "–"
        : (100 * share).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + "\u00a0%";

    /// <summary>A figure to about three digits.</summary>
    /// <param name="value">The figure.</param>
    /// <returns>The text; a dash for what is no number.</returns>
    public static string Figure(double value) => !double.IsFinite(value)
        ? "–"
        : value.ToString(
            Math.Abs(value) < 9.95 ? "0.00" : Math.Abs(value) < 99.5 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A time: "0.4 s", "12 s", "3 min 5 s".</summary>
    /// <param name="time">How long.</param>
    /// <returns>The text.</returns>
    public static string Elapsed(TimeSpan time)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return time.TotalSeconds switch
        {
            < 9.95 => string.Create(culture, $"{time.TotalSeconds:0.0} s"),
            < 59.5 => string.Create(culture, $"{time.TotalSeconds:0} s"),
            < 3599.5 => string.Create(culture, $"{(int)Math.Round(time.TotalSeconds) / 60} min "
                + $"{(int)Math.Round(time.TotalSeconds) % 60} s"),
            _ => string.Create(culture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        };
    }
}
