namespace DeepEM.Engine.Reports.Html;

/// <summary>What charts have alike: the drawing with its name for screen readers, and the two axes.</summary>
/// <param name="Width">Width of the drawing, its units.</param>
/// <param name="Height">Height of the drawing, its units.</param>
/// <param name="Title">What a screen reader says first.</param>
/// <param name="Summary">What is to be seen, in a sentence or two.</param>
internal sealed record ChartFrame(int Width, int Height, string Title, string Summary)
{
    // Room for the labels of the ticks, and for the name of the axis beyond them.
    private const int TickGap = 8;
    private const int LabelGap = 40;
    private const int LabelGapWithoutTicks = 20;

    /// <summary>Opens a figure and a drawing within it.</summary>
    /// <param name="html">Where it goes.</param>
    public void Open(HtmlBuilder html) => html.Add(
        $"""
        <figure class="chart"><svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Title}. {Summary}">

        """);

    /// <summary>Draws grid, ticks and names of two axes.</summary>
    /// <param name="html">Where they go.</param>
    /// <param name="x">The horizontal axis, its places from left to right.</param>
    /// <param name="y">The vertical axis, its places from below to above.</param>
    /// <param name="hasTicks">Whether the horizontal axis has ticks.</param>
    public static void AddAxes(HtmlBuilder html, ChartScale x, ChartScale y, bool hasTicks = true)
    {
        foreach (double tick in y.Ticks)
        {
            html.Add($"""
                <path class="grid" d="M{x.Start} {y.Place(tick)}H{x.End}"/>
                <text x="{x.Start - TickGap}" y="{y.Place(tick) + 4}" text-anchor="end">{y.Write(tick)}</text>

                """);
        }

        foreach (double tick in hasTicks ? x.Ticks : [])
        {
            html.Add($"""
                <path class="grid" d="M{x.Place(tick)} {y.End}V{y.Start}"/>
                <text x="{x.Place(tick)}" y="{y.Start + 18}" text-anchor="middle">{x.Write(tick)}</text>

                """);
        }

        double middle = (y.Start + y.End) / 2;
        double below = y.Start + (hasTicks ? LabelGap : LabelGapWithoutTicks);
        html.Add($"""
            <path class="axis" d="M{x.Start} {y.End}V{y.Start}H{x.End}"/>
            <text class="name" x="{(x.Start + x.End) / 2}" y="{below}" text-anchor="middle">{x.Label}</text>
            <text class="name" transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{y.Label}</text>

            """);
    }
}
