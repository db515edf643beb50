namespace DeepEM.Engine.Reports.Html;

/// <summary>Columns side by side, each with a part of it filled, some of them marked.</summary>
/// <param name="Title">What a screen reader says first.</param>
/// <param name="Summary">What is to be seen on it, in a sentence or two.</param>
/// <param name="XLabel">What is counted along the horizontal axis.</param>
/// <param name="YLabel">What the vertical axis shows.</param>
internal sealed record ColumnChart(string Title, string Summary, string XLabel, string YLabel)
{
    private const int Width = 760;
    private const int Height = 250;
    private const int Left = 68;
    private const int Right = 748;
    private const int Top = 22;
    private const int Bottom = 226;
    private const double WidestColumn = 36;

    /// <summary>Names in the legend: of columns, of what is filled, of marked columns.</summary>
    public required (string Whole, string Filled, string Marked) Names { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="html">Where it goes.</param>
    /// <param name="columns">Height, filled height and mark of each column, from left to right; at least one.</param>
    public void AddTo(HtmlBuilder html, IReadOnlyList<(double Whole, double Filled, bool IsMarked)> columns)
    {
        ChartScale x = new(XLabel, 0, columns.Count, Left, Right);
        ChartScale y = new(YLabel, 0, Math.Max(1, 1.02 * columns.Max(column => column.Whole)), Bottom, Top);
        double width = Math.Round(Math.Min(WidestColumn, 0.72 * (Right - Left) / columns.Count), 2);
        new ChartFrame(Width, Height, Title, Summary).Open(html);
        ChartFrame.AddAxes(html, x, y, hasTicks: false);
        Add("column", column => column.IsMarked ? 0 : column.Whole);
        Add("column odd", column => column.IsMarked ? column.Whole : 0);
        Add("column filled", column => column.Filled);
        foreach ((int number, (double Whole, double Filled, bool IsMarked) column) in columns.Index())
        {
            if (column.IsMarked)
            {
                (double at, double tip) = (x.Place(number + 0.5), y.Place(column.Whole) - 4);
                html.Add($"<path class=\"flag\" d=\"M{at} {tip}l-5 -9h10z\"/>\n");
            }
        }

        html.Add($"</svg>\n<figcaption><ul class=\"legend\">\n");
        html.Add($"""
            <li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="column" stroke-width="10" d="M8 10V0"/></svg>
             {Names.Whole}</li>
            <li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="column filled" stroke-width="10" d="M8
            10V0"/></svg>
             {Names.Filled}</li>
            <li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="flag" d="M14 10l-5 -9h10z"/></svg>
             {Names.Marked}</li>

            """);
        html.Add($"</ul></figcaption></figure>\n");

        void Add(string kind, Func<(double Whole, double Filled, bool IsMarked), double> height)
        {
            IEnumerable<string> steps = columns.Index()
                .Where(column => height(column.Item) > 0)
                .Select(column => FormattableString.Invariant(
                    $"M{x.Place(column.Index + 0.5)} {Bottom}V{y.Place(height(column.Item))}"));
            html.Add($"<path class=\"{kind}\" stroke-width=\"{width}\" d=\"{string.Concat(steps)}\"/>\n");
        }
    }
}
