using System.Text.Encodings.Web;
using System.Text.Json;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>The lines of <c>events.jsonl</c>: a JSON object each, with <c>time</c> (UTC) and <c>event</c>.</summary>
internal static class WatchEvent
{
    private static readonly JsonWriterOptions _options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A line with texts and numbers.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="name">The event.</param>
    /// <param name="write">Adds what there is to tell.</param>
    /// <returns>The line without its end, UTF-8.</returns>
    public static byte[] Line(DateTimeOffset time, string name, Action<Utf8JsonWriter> write)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line, _options))
        {
            json.WriteStartObject();
            json.WriteString("time", Text(time));
            json.WriteString("event", name);
            write(json);
            json.WriteEndObject();
        }

        return line.ToArray();
    }

    /// <summary>A micrograph was picked.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="micrograph">What is told of it.</param>
    /// <param name="flags">What is odd about it.</param>
    /// <param name="isAgain">Whether it was picked before and had changed.</param>
    public static byte[] Picked(
        DateTimeOffset time, WatchedMicrograph micrograph, IReadOnlyList<WatchFlag> flags, bool isAgain) =>
        Line(time, "picked", json =>
        {
            json.WriteString("micrograph", micrograph.Name);
            json.WriteNumber("picks", micrograph.Picks);
            Number(json, "score_mean", micrograph.Score, 4);
            Number(json, "masked", micrograph.MaskedShare, 4);
            Number(json, "seconds", micrograph.Seconds, 3);
            json.WriteStartArray("flags");
            foreach (WatchFlag flag in flags)
            {
                json.WriteStringValue(flag.Name);
            }

            json.WriteEndArray();
            if (isAgain)
            {
                json.WriteBoolean("again", value: true);
            }
        });

    /// <summary>A micrograph is odd.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="micrograph">Its name.</param>
    /// <param name="flag">What is odd.</param>
    public static byte[] Flag(DateTimeOffset time, string micrograph, WatchFlag flag) => Line(time, "flag", json =>
    {
        json.WriteString("micrograph", micrograph);
        json.WriteString("flag", flag.Name);
        if (flag.Other is { } other)
        {
            json.WriteString("other", other);
        }
        else if (flag.High > flag.Low)
        {
            Number(json, "value", flag.Value, 4);
            json.WriteStartArray("expected");
            json.WriteNumberValue(Math.Round(flag.Low, 4));
            json.WriteNumberValue(Math.Round(flag.High, 4));
            json.WriteEndArray();
        }
    });

    /// <summary>An alarm was raised.</summary>
    /// <param name="alarm">The alarm.</param>
    public static byte[] Alarm(WatchAlarm alarm) => Line(alarm.Time, "alarm", json =>
    {
        json.WriteString("alarm", alarm.Name);
        Number(json, "value", alarm.Value, 1);
        Number(json, "before", alarm.Before, 1);
        if (alarm.Since.Length > 0)
        {
            json.WriteString("since", alarm.Since);
        }
    });

    /// <summary>A moment as all files of a watcher have it.</summary>
    /// <param name="time">The moment.</param>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Writes a number, or null for what is none: JSON has no word for it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number, or null.</param>
    /// <param name="digits">Digits after the point.</param>
    public static void Number(Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, Math.Round(known, digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
