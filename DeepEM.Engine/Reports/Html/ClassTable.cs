using System.Globalization;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Class averages with their figures, to sort and to mark good or bad, and averages of noise beside them.
/// </summary>
/// <param name="Classes">The classes.</param>
/// <param name="NoiseClasses">Averages of maxima of pure noise.</param>
internal sealed record ClassTable(IReadOnlyList<VerifiedClass> Classes, IReadOnlyList<VerifiedClass> NoiseClasses)
{
    /// <summary>The averages of both, or null where there are none.</summary>
    public required SpriteSheet? Sheet { get; init; }

    /// <summary>Numbers of the classes that are good until a person says otherwise.</summary>
    public IReadOnlySet<int> Good { get; } = GoodClasses.Of(Classes);

    /// <summary>Defines the sheet of averages, once for the page.</summary>
    /// <param name="html">Where it goes.</param>
    public void AddDefinitions(HtmlBuilder html)
    {
        if (Sheet is not null)
        {
            html.Add($"""
                <svg class="definitions" aria-hidden="true"><defs><image id="averages" width="{Sheet.Width}"
                height="{Sheet.Height}"
                href="data:image/png;base64,{Convert.ToBase64String(Sheet.Png)}"/></defs></svg>

                """);
        }
    }

    /// <summary>Draws controls, classes and averages of noise.</summary>
    /// <param name="html">Where they go.</param>
    public void AddTo(HtmlBuilder html)
    {
        html.Add($"""
            <form class="toolbar scripted" id="class-view" autocomplete="off">
            <label><input type="radio" name="view" value="pictures" checked> pictures</label>
            <label><input type="radio" name="view" value="numbers"> table of numbers</label>
            <label><input type="checkbox" id="own-scale"> each on its own grey scale</label>
            <span class="keys">Keys: arrows move, <kbd>g</kbd> good, <kbd>b</kbd> bad, <kbd>Space</kbd> turns
            over.</span>
            </form>
            <div class="beside">
            <table id="classes" class="pictures" role="table" aria-label="Classes">
            <thead role="rowgroup"><tr role="row"><th role="columnheader" class="plain">Average</th>
            {Head("Class", "class", "number of the class, the same in every file")}
            {Head("Picks", "picks", "picks whose most likely class this is")}
            {Head("Particles", "probability", "share of particles among its picks, estimated without labels")}
            {Head("H", "evidence", "evidence of its picks under averages they had no part in, nats per pick")}
            {Head("G", "structure", "what of H is more than a round blob would explain, nats per pick")}
            {Head("Resolution", "resolution", "where averages of two halves stop to agree; says nothing of noise")}
            <th role="columnheader" class="plain">Mark</th></tr></thead>
            <tbody role="rowgroup">

            """);
        foreach ((int place, VerifiedClass one) in Classes.Index().OrderByDescending(one => one.Item.Count))
        {
            AddRow(html, place, one);
        }

        html.Add($"</tbody></table>\n");
        AddNoise(html);
        html.Add($"</div>\n");
    }

    private static HtmlBuilder Head(string name, string key, string about)
    {
        string sorted = key == "picks" ? "descending" : "none";
        return new HtmlBuilder().Add($"""
            <th role="columnheader" aria-sort="{sorted}"><button type="button" data-key="{key}"
            title="{about}">{name}</button></th>
            """);
    }

    private void AddRow(HtmlBuilder html, int place, VerifiedClass one)
    {
        string good = Good.Contains(one.Number) ? "good" : "bad";
        string resolution = one.ResolutionAngstrom > 0 ? Words.Figure(one.ResolutionAngstrom) + " Å" : "–";
        html.Add($"""
            <tr role="row" id="class-{one.Number}" class="{good}" data-proposed="{good}" data-class="{one.Number}"
            data-picks="{one.Count}"
            data-probability="{Data(one.Probability)}" data-evidence="{Data(one.HeldOutEvidence)}"
            data-structure="{Data(one.Structure)}"
            data-resolution="{Data(one.ResolutionAngstrom)}"><td role="cell" class="average">
            """);
        AddAverage(html, place, $"average of class {one.Number}");
        if (one.LooksEmpty)
        {
            html.Add($"<i>looks empty</i>");
        }

        html.Add($"""
            </td><th role="rowheader" scope="row">{one.Number}</th><td role="cell"
            data-label="picks">{Words.Count(one.Count)}</td>
            <td role="cell" data-label="particles">{Words.Percent(one.Probability)}</td>
            <td role="cell" data-label="H">{Words.Figure(one.HeldOutEvidence)}</td>
            <td role="cell" data-label="G">{Words.Figure(one.Structure)}</td>
            <td role="cell" data-label="resolution">{resolution}</td>
            <td role="cell" class="marked"><button type="button" class="mark">{good}</button></td></tr>

            """);
    }

    private void AddNoise(HtmlBuilder html)
    {
        html.Add($"<aside aria-label=\"Averages of noise\"><h3>Averages of noise</h3>\n");
        if (NoiseClasses.Count == 0)
        {
            html.Add($"<p class=\"nothing\">There are none: no maxima of noise were classified.</p></aside>\n");
            return;
        }

        html.Add($"""
            <p>Made in the same way from places where noise alone looks like a particle to the network, on the same grey
            scale. Classes that look like these show no particles.</p><ul class="noise">

            """);
        foreach ((int place, VerifiedClass one) in NoiseClasses.Index())
        {
            html.Add($"<li>");
            string count = Words.Counted(one.Count, "maximum", "maxima");
            AddAverage(html, Classes.Count + place, $"average of noise, {count}");
            html.Add($"<span>{count}</span></li>\n");
        }

        html.Add($"</ul></aside>\n");
    }

    private void AddAverage(HtmlBuilder html, int place, string label)
    {
        if (Sheet is { } sheet)
        {
            html.Add($"<svg viewBox=\"{sheet.ViewBox(place, isOwnScale: false)}\" ")
                .Add($"data-own=\"{sheet.ViewBox(place, isOwnScale: true)}\" role=\"img\" aria-label=\"{label}\">")
                .Add($"<use href=\"#averages\"/></svg>");
        }
    }

    private static string Data(double value) =>
        double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : "0";
}
