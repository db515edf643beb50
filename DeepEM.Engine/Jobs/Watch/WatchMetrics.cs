using System.Globalization;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary><c>metrics.prom</c>: figures in Prometheus' text format, for the textfile collector of node_exporter.
/// </summary>
internal static class WatchMetrics
{
    /// <summary>Writes the file.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">How it stands.</param>
    public static void Write(TextWriter writer, WatchSummary summary)
    {
        string label = Path.GetFullPath(summary.Folder)
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);
        Add("deepem_micrographs_total", "counter", "Micrographs that are picked.", summary.Micrographs);
        Add("deepem_failed_total", "counter", "Micrographs that could not be picked, since the start.", summary.Failed);
        Add("deepem_waiting", "gauge", "Files that are not complete.", summary.Waiting);
        Add("deepem_picks_total", "counter", "Picks above the threshold.", summary.Picks);
        Add("deepem_picks_per_micrograph", "gauge", "Median of the last 20 micrographs.", summary.PicksEach);
        Add("deepem_score_mean", "gauge", "Mean score of the picks of the last 20 micrographs.", summary.Score);
        Add("deepem_seconds_per_micrograph", "gauge", "Mean of the last 20 micrographs.", summary.Seconds);
        Add(
            "deepem_last_picked_timestamp_seconds",
            "gauge",
            "When a micrograph was picked last.",
            summary.LastPicked is { } last ? last.ToUnixTimeMilliseconds() / 1000.0 : null);

        // A figure that is not known yet is left out: 0 would be one.
        void Add(string name, string type, string help, double? value)
        {
            if (value is { } known && double.IsFinite(known))
            {
                writer.Write($"# HELP {name} {help}\n# TYPE {name} {type}\n{name}{{out=\"{label}\"}} ");
                writer.Write(known.ToString("0.####", CultureInfo.InvariantCulture));
                writer.Write('\n');
            }
        }
    }
}
