using System.Text.Encodings.Web;
using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary><c>summary.json</c>: how a watched place stands, for programs.</summary>
internal static class WatchSummaryFile
{
    private static readonly JsonWriterOptions _options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="summary">How it stands.</param>
    public static void Write(Stream stream, WatchSummary summary)
    {
        using Utf8JsonWriter json = new(stream, _options);
        json.WriteStartObject();
        json.WriteString("program", $"deepem {ProductVersion.Text}");
        json.WriteString("watched", summary.Place);
        json.WriteString("out", summary.Folder);
        json.WriteString("state", summary.State);
        json.WriteString("started", WatchEvent.Text(summary.Started));
        json.WriteString("updated", WatchEvent.Text(summary.Updated));
        json.WriteString("last_picked", summary.LastPicked is { } last ? WatchEvent.Text(last) : null);
        json.WriteNumber("micrographs", summary.Micrographs);
        json.WriteNumber("picks", summary.Picks);
        json.WriteNumber("failed", summary.Failed);
        json.WriteNumber("waiting", summary.Waiting);
        json.WriteNumber("queued", summary.Queued);
        WatchEvent.Number(json, "picks_per_micrograph", summary.PicksEach, 1);
        WatchEvent.Number(json, "score_mean", summary.Score, 4);
        WatchEvent.Number(json, "seconds_per_micrograph", summary.Seconds, 3);
        json.WriteString("trouble", summary.Trouble);
        Write(json, "alarms", summary.Alarms);
        Write(json, "remarks", summary.Remarks);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<WatchRemark> remarks)
    {
        json.WriteStartArray(name);
        foreach (WatchRemark remark in remarks)
        {
            json.WriteStartObject();
            json.WriteString("time", WatchEvent.Text(remark.Time));
            json.WriteString("kind", remark.Kind);
            json.WriteString("micrograph", remark.Micrograph);
            json.WriteString("text", remark.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
