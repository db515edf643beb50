using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Lines over two axes, as a drawing within the page; its colours are those of the page's style.</summary>
/// <param name="Title">What a screen reader says first.</param>
/// <param name="Summary">What is to be seen on it, in a sentence or two.</param>
internal sealed record LineChart(string Title, string Summary)
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 68;
    private const int Right = 630;
    private const int Top = 12;
    private const int Bottom = 266;
    private const int Colours = 6;

    /// <summary>What the horizontal axis shows, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>What the vertical axis shows, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The lines; later ones on top.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>Ends of the horizontal axis, or null for those of the lines.</summary>
    public (double Low, double High)? XRange { get; init; }

    /// <summary>Ends of the vertical axis, or null for those of the lines.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Whether the vertical axis is a share, written in per cent.</summary>
    public bool IsShare { get; init; }

    /// <summary>A vertical mark and what it says, or null for none.</summary>
    public (double X, string Text)? Mark { get; init; }

    /// <summary>Draws the chart, with a legend where there is more than one line.</summary>
    /// <param name="html">Where it goes.</param>
    public void AddTo(HtmlBuilder html)
    {
        PlotPoint[] points = [.. Lines.SelectMany(line => line.Points).Where(IsFinite)];
        (double low, double high) = XRange ?? Ends(points.Select(point => point.X));
        ChartScale x = new(XLabel, low, high, Left, Right);
        (low, high) = YRange ?? Ends(points.Select(point => point.Y));
        ChartScale y = new(YLabel, low, high, Bottom, Top) { IsShare = IsShare };
        ChartFrame frame = new(Width, Height, Title, Summary);
        frame.Open(html);
        ChartFrame.AddAxes(html, x, y);
        foreach ((int number, ChartLine line) in Lines.Index())
        {
            AddInterval(html, line, number % Colours, x, y);
        }

        foreach ((int number, ChartLine line) in Lines.Index())
        {
            string dash = line.IsDashed ? " dashed" : string.Empty;
            html.Add($"<path class=\"line c{number % Colours}{dash}\" d=\"{Path(line.Points, x, y)}\"/>\n");
        }

        if (Mark is (double place, string text))
        {
            AddMark(html, place, text, x);
        }

        html.Add($"</svg>\n");
        if (Lines.Count > 1)
        {
            AddLegend(html);
        }

        html.Add($"</figure>\n");
    }

    private static void AddMark(HtmlBuilder html, double place, string text, ChartScale x)
    {
        double at = x.Place(place);
        bool isLeft = at > (Left + Right) / 2;
        html.Add($"""
            <path class="mark" d="M{at} {Top}V{Bottom}"/>
            <text class="note" x="{at + (isLeft ? -6 : 6)}" y="{Top + 12}" text-anchor="{(isLeft ? "end" : "start")}">
            """).Add($"{text}</text>\n");
    }

    private static void AddInterval(HtmlBuilder html, ChartLine line, int colour, ChartScale x, ChartScale y)
    {
        if (line.Interval is not { } interval || line.Points.Count == 0)
        {
            return;
        }

        (PlotPoint Point, (double Low, double High) Ends)[] parts =
            [.. line.Points.Zip(interval).Where(part => double.IsFinite(part.Second.Low + part.Second.High))];
        PlotPoint[] upper = [.. parts.Select(part => new PlotPoint(part.Point.X, part.Ends.High))];
        PlotPoint[] lower = [.. parts.Reverse().Select(part => new PlotPoint(part.Point.X, part.Ends.Low))];
        html.Add($"<path class=\"band c{colour}\" d=\"{Path([.. upper, .. lower], x, y)}Z\"/>\n");
    }

    private static string Path(IReadOnlyList<PlotPoint> points, ChartScale x, ChartScale y)
    {
        List<string> steps = [];
        bool isBroken = true;
        string last = string.Empty;
        foreach (PlotPoint point in points)
        {
            if (!IsFinite(point))
            {
                isBroken = true;
                continue;
            }

            string place = FormattableString.Invariant($"{x.Place(point.X)} {y.Place(point.Y)}");
            if (isBroken || place != last)
            {
                steps.Add((isBroken ? "M" : "L") + place);
            }

            (isBroken, last) = (false, place);
        }

        return string.Concat(steps);
    }

    private static bool IsFinite(PlotPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static (double Low, double High) Ends(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
    }

    private void AddLegend(HtmlBuilder html)
    {
        html.Add($"<figcaption><ul class=\"legend\">\n");
        foreach ((int number, ChartLine line) in Lines.Index())
        {
            string dash = line.IsDashed ? " dashed" : string.Empty;
            html.Add($"""
                <li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="line c{number % Colours}{dash}" d="M1
                5H27"/></svg>
                """).Add($" {line.Name}</li>\n");
        }

        html.Add($"</ul></figcaption>\n");
    }
}
