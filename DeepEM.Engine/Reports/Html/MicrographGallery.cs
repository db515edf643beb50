using System.Text;
using System.Text.Json;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Micrographs side by side; the page's script draws their picks, and says of each what is known.</summary>
/// <param name="Micrographs">The micrographs, as they are to be seen.</param>
/// <param name="Reasons">Words for the bits of <see cref="GalleryPick.Reasons"/>, lowest first.</param>
internal sealed record MicrographGallery(IReadOnlyList<GalleryMicrograph> Micrographs, IReadOnlyList<string> Reasons)
{
    // Steps between which the script mixes colours.
    private const int ColourSteps = 4;

    // More would only make the page larger.
    private const int Digits = 3;

    /// <summary>Whether picks are sorted into classes, which the page lists.</summary>
    public bool HasClasses { get; init; } = true;

    /// <summary>What the colours stand for, 0 to 1.</summary>
    public string Measure { get; init; } = "probability";

    /// <summary>Draws controls and micrographs.</summary>
    /// <param name="html">Where they go.</param>
    public void AddTo(HtmlBuilder html)
    {
        HtmlBuilder hidden = HasClasses ? new() : new HtmlBuilder().Add($" hidden");
        html.Add($"""
            <form class="toolbar scripted" id="filter" autocomplete="off">
            <label>Show picks of {Measure} <input type="range" id="least" min="0" max="100" value="0">
            <span><output id="least-value" for="least">0 %</output> or more</span></label>
            <label{hidden}>in <select id="of-class"><option value="all">all classes</option>
            <option value="good">classes marked good</option>
            <option value="bad">classes marked bad</option></select></label>
            <label><input type="checkbox" id="rings" checked> rings</label>
            <span id="shown" role="status"></span>
            </form>
            <p class="key"><span class="scale" aria-hidden="true"><svg viewBox="0 0 120 12"><defs>
            <linearGradient id="probability">
            """);
        for (int step = 0; step <= ColourSteps; step++)
        {
            html.Add($"<stop offset=\"{(double)step / ColourSteps}\" stop-color=\"{Colour(step)}\"/>");
        }

        html.Add($"""
            </linearGradient></defs><rect width="120" height="12" rx="3" fill="url(#probability)"/></svg></span>
            Rings: {Measure} 0 (blue) to 1 (yellow), dashed below one half. Areas in red were masked, nothing is
            picked there. <span class="scripted">Click a ring, or go from pick to pick with the arrow keys, to see what
            is known of it; Enter or the button makes a micrograph larger.</span></p>
            <div class="gallery">

            """);
        foreach (GalleryMicrograph micrograph in Micrographs)
        {
            Add(html, micrograph);
        }

        html.Add($"</div>\n");
    }

    /// <summary>What the script needs to draw the picks: a JSON object with no letter that could end a script.
    /// </summary>
    /// <remarks>The standard encoder writes &lt;, &gt;, &amp; and all that is not ASCII as \u escapes.</remarks>
    public string ToData()
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter json = new(content))
        {
            json.WriteStartObject();
            WriteData(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    private void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("measure", Measure);
        json.WriteBoolean("classified", HasClasses);
        json.WriteStartArray("colours");
        for (int step = 0; step <= ColourSteps; step++)
        {
            json.WriteStringValue(Colour(step));
        }

        json.WriteEndArray();
        json.WriteStartArray("reasons");
        foreach (string reason in Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteStartArray("micrographs");
        foreach (GalleryMicrograph micrograph in Micrographs)
        {
            json.WriteStartObject();
            json.WriteNumber("width", micrograph.Size.Width);
            json.WriteNumber("height", micrograph.Size.Height);
            json.WriteNumber("radius", Math.Round(micrograph.Radius, 1));
            Write(json, "x", micrograph.Picks, pick => Math.Round(pick.Particle.X));
            Write(json, "y", micrograph.Picks, pick => Math.Round(pick.Particle.Y));
            Write(json, "score", micrograph.Picks, pick => pick.Particle.FigureOfMerit);
            Write(json, "probability", micrograph.Picks, pick => pick.Probability);
            Write(json, "class", micrograph.Picks, pick => pick.Class);
            Write(json, "evidence", micrograph.Picks, pick => pick.LogEvidence);
            Write(json, "odd", micrograph.Picks, pick => pick.Reasons);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Add(HtmlBuilder html, GalleryMicrograph micrograph)
    {
        int width = micrograph.Size.Width;
        int height = micrograph.Size.Height;
        string odd = micrograph.Remarks.Count > 0 ? " odd" : string.Empty;
        html.Add($"""
            <figure class="micrograph{odd}" id="micrograph-{micrograph.Number}">
            <div class="stage"><svg class="shape" viewBox="0 0 {width} {height}" aria-hidden="true"></svg>
            """);
        if (micrograph.Thumbnail is { } picture)
        {
            string kind = picture is [0x89, ..] ? "png" : "jpeg";
            string data = Convert.ToBase64String(picture);
            html.Add($"<img decoding=\"async\" alt=\"\" src=\"data:image/{kind};base64,{data}\">\n");
        }

        html.Add($"""
            <canvas tabindex="0" role="img" aria-label="{micrograph.Name}: {micrograph.Caption}"></canvas></div>
            <figcaption><button type="button" class="larger scripted"
            aria-pressed="false">larger</button><b>{micrograph.Name}</b>
            <span class="caption">{micrograph.Caption}</span>
            """);
        foreach (string remark in micrograph.Remarks)
        {
            html.Add($"<span class=\"remark\">{remark}</span>\n");
        }

        html.Add($"<span class=\"about scripted\" role=\"status\"></span></figcaption></figure>\n");
    }

    private static void Write(
        Utf8JsonWriter json, string name, IReadOnlyList<GalleryPick> picks, Func<GalleryPick, double?> value)
    {
        json.WriteStartArray(name);
        foreach (GalleryPick pick in picks)
        {
            if (value(pick) is double number && double.IsFinite(number))
            {
                json.WriteNumberValue(Math.Round(number, Digits));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static string Colour(int step)
    {
        SkiaSharp.SKColor colour = PictureColors.OfMerit((double)step / ColourSteps);
        return FormattableString.Invariant($"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}");
    }
}
