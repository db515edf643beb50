using System.Globalization;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html.Watch;

/// <summary>How a watched place stands, as a page that a browser reads anew by itself: one file, no script.</summary>
internal static class WatchPage
{
    private const int RefreshSeconds = 10;

    // Of the running median on the chart.
    private const int Window = 20;

    /// <summary>Makes the page.</summary>
    /// <param name="summary">How it stands.</param>
    /// <returns>UTF-8 without a byte order mark.</returns>
    public static byte[] Make(WatchSummary summary)
    {
        string subtitle = $"{summary.Place}: {summary.State}, {Time(summary.Updated)}";
        HtmlPage page = new("Watching micrographs", subtitle, [Now(summary), Picks(summary), Remarks(summary)])
        {
            RefreshSeconds = RefreshSeconds,
        };
        return page.ToBytes();
    }

    private static HtmlSection Now(WatchSummary summary)
    {
        HtmlBuilder html = new();
        foreach (WatchRemark alarm in summary.Alarms)
        {
            html.Add($"<p class=\"caution\"><b>{alarm.Kind}</b>: {alarm.Text} (since {Time(alarm.Time)})</p>\n");
        }

        if (summary.Trouble is { } trouble)
        {
            html.Add($"<p class=\"caution\">The place cannot be read: {trouble}</p>\n");
        }

        html.Add($"<ul class=\"figures\">\n");
        Figure(html, Words.Count(summary.Micrographs), "micrographs picked");
        Figure(html, Words.Count(summary.Picks), "picks");
        Figure(html, Number(summary.PicksEach, "0.#"), "picks each, median of the last 20");
        Figure(html, Number(summary.Score, "0.00"), "mean score of the last 20");
        Figure(html, Number(summary.Seconds, "0.00") + " s", "for a micrograph, mean of the last 20");
        Figure(html, Words.Count(summary.Queued), "complete, not picked yet");
        Figure(html, Words.Count(summary.Waiting), "not complete yet");
        Figure(html, Words.Count(summary.Failed), "failed");
        html.Add($"</ul>\n<p>Started {Time(summary.Started)}. {Last(summary)} ")
            .Add($"The picks are in <code>{summary.Folder}</code>.</p>\n");
        return new HtmlSection("now", "Now", html);
    }

    private static HtmlSection Picks(WatchSummary summary)
    {
        const string Title = "Picks of the last micrographs";
        IReadOnlyList<WatchedMicrograph> recent = summary.Recent;
        if (recent.Count == 0)
        {
            return HtmlSection.Empty("picks", Title, "Nothing has been picked yet.");
        }

        int first = summary.Micrographs - recent.Count + 1;
        PlotPoint[] each = [.. recent.Select((one, at) => new PlotPoint(first + at, one.Picks))];
        PlotPoint[] medians =
        [
            .. recent.Select((_, at) => new PlotPoint(first + at, Median(recent, at))),
        ];
        HtmlBuilder html = new();
        new LineChart(Title, $"{Words.Counted(recent.Count, "micrograph")} in the order in which they were picked.")
        {
            XLabel = "micrograph, in the order of picking",
            YLabel = "picks",
            YRange = (0, Math.Max(1, 1.05 * recent.Max(one => one.Picks))),
            Lines = [new ChartLine("each micrograph", each), new ChartLine("median of the 20 before", medians)],
        }.AddTo(html);
        return new HtmlSection("picks", Title, html);
    }

    private static HtmlSection Remarks(WatchSummary summary)
    {
        const string Title = "To look at";
        if (summary.Remarks.Count == 0)
        {
            return HtmlSection.Empty("remarks", Title, "Nothing was odd.");
        }

        HtmlBuilder html = new();
        html.Add($"<div class=\"wide\"><table class=\"numbers\"><thead><tr><th scope=\"col\">time</th>")
            .Add($"<th scope=\"col\" class=\"text\">micrograph</th><th scope=\"col\" class=\"text\">what</th>")
            .Add($"<th scope=\"col\" class=\"text\">in words</th></tr></thead><tbody>\n");
        foreach (WatchRemark remark in summary.Remarks)
        {
            html.Add($"<tr><td>{Time(remark.Time)}</td><td class=\"text\">{remark.Micrograph}</td>")
                .Add($"<td class=\"text\">{remark.Kind}</td><td class=\"text\">{remark.Text}</td></tr>\n");
        }

        html.Add($"</tbody></table></div>\n");
        return new HtmlSection("remarks", Title, html);
    }

    private static string Last(WatchSummary summary) => summary.LastPicked is { } last
        ? $"The last micrograph was picked {Time(last)}."
        : "This watcher has not picked a micrograph yet.";

    private static double Median(IReadOnlyList<WatchedMicrograph> all, int at)
    {
        int first = Math.Max(0, at + 1 - Window);
        int[] picks = [.. all.Skip(first).Take(at + 1 - first).Select(one => one.Picks).Order()];
        return (picks[(picks.Length - 1) / 2] + picks[picks.Length / 2]) / 2.0;
    }

    private static void Figure(HtmlBuilder html, string value, string what) =>
        html.Add($"<li><b>{value}</b>{what}</li>\n");

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
