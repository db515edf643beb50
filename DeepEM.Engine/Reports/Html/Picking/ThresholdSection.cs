using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html.Picking;

/// <summary>What each threshold gives.</summary>
internal static class ThresholdSection
{
    private const string Id = "thresholds";
    private const string Title = "Fewer or more picks";
    private const string LowEnd = " low";
    private const string HighEnd = " high";

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(PickingPageInput input)
    {
        if (input.Curves is not { Count.Count: > 0 } curves)
        {
            return HtmlSection.Empty(
                Id, Title, "Scores of this model are not probabilities, so nothing is expected of other thresholds.");
        }

        HtmlBuilder html = new();
        html.Add($"""
            <p>A higher threshold leaves fewer picks, and more of them are particles. The shares are expected from the
            scores; where there is a share of noise, it was measured on these micrographs.</p>
            <div class="pair">
            <div><h3>How many</h3>

            """);
        (double, string) mark = (input.Threshold, "threshold");
        new LineChart("Picks at each threshold", "The number of picks falls as the threshold rises.")
        {
            XLabel = "threshold",
            YLabel = "picks",
            XRange = (0, 1),
            YRange = (0, Math.Max(1, 1.05 * curves.Count.Max(point => point.Y))),
            Mark = mark,
            Lines = [new ChartLine("picks", curves.Count)],
        }.AddTo(html);
        html.Add($"</div>\n<div><h3>How good</h3>\n");
        ChartLine[] lines = [.. Lines(curves)];
        new LineChart(
            "Shares at each threshold", $"{string.Join(", ", lines.Select(line => line.Name))} over the threshold.")
        {
            XLabel = "threshold",
            YLabel = "share",
            IsShare = true,
            XRange = (0, 1),
            YRange = (0, 1),
            Mark = mark,
            Lines = lines,
        }.AddTo(html);
        html.Add($"</div>\n</div>\n");
        return new HtmlSection(Id, Title, html);
    }

    // Columns "X low" and "X high" are the interval of column "X".
    private static IEnumerable<ChartLine> Lines(ThresholdCurves curves)
    {
        Dictionary<string, IReadOnlyList<PlotPoint>> byName =
            curves.Shares.ToDictionary(share => share.Name, share => share.Points, StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<PlotPoint> points) in curves.Shares)
        {
            if (IsEnd(name, LowEnd) || IsEnd(name, HighEnd))
            {
                continue;
            }

            bool hasInterval = byName.TryGetValue(name + LowEnd, out IReadOnlyList<PlotPoint>? low)
                & byName.TryGetValue(name + HighEnd, out IReadOnlyList<PlotPoint>? high)
                && low!.Count == points.Count
                && high!.Count == points.Count;
            yield return new ChartLine(name, points)
            {
                Interval = hasInterval ? [.. low!.Zip(high!, (least, most) => (least.Y, most.Y))] : null,
            };
        }

        bool IsEnd(string name, string ending) =>
            name.EndsWith(ending, StringComparison.Ordinal) && byName.ContainsKey(name[..^ending.Length]);
    }
}
