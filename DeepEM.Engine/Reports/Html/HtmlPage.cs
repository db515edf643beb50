using System.Text;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Reports.Html;

/// <summary>A page in one file: style, script, data and pictures lie in it, and it asks for nothing from elsewhere.
/// </summary>
/// <remarks>
/// A content security policy lets run what has the hash of the page's own style and script, and nothing else; the data
/// are JSON in which every letter that could end an element is written as an escape.
/// </remarks>
internal sealed class HtmlPage
{
    private readonly string _title;
    private readonly string _subtitle;
    private readonly IReadOnlyList<HtmlSection> _sections;

    /// <summary>Names a page and what is on it.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="subtitle">A line below the title.</param>
    /// <param name="sections">Its sections, from top to bottom.</param>
    public HtmlPage(string title, string subtitle, IReadOnlyList<HtmlSection> sections) =>
        (_title, _subtitle, _sections) = (title, subtitle, sections);

    /// <summary>JSON object that the page's script reads, with no letter that could end an element.</summary>
    public required string Data { get; init; }

    /// <summary>Elements that others refer to and that are not seen themselves.</summary>
    public HtmlBuilder Definitions { get; init; } = new();

    /// <summary>Makes the file.</summary>
    /// <returns>UTF-8 without a byte order mark.</returns>
    public byte[] ToBytes()
    {
        string style = HtmlAsset.Read("style.css");
        string script = HtmlAsset.Read("report.js");
        HtmlBuilder contents = new();
        HtmlBuilder main = new();
        foreach (HtmlSection section in _sections)
        {
            contents.Add($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>\n");
            main.Add($"""
                <section id="{section.Id}" aria-labelledby="{section.Id}-title">
                <h2 id="{section.Id}-title">{section.Title}</h2>
                {section.Content}</section>

                """);
        }

        string policy = $"default-src 'none'; img-src data:; style-src '{Hash(style)}'; script-src '{Hash(script)}'; "
            + "base-uri 'none'; form-action 'none'";
        string head = new HtmlBuilder().Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{_title}</title>

            """).ToString();
        string body = new HtmlBuilder().Add($"""
            </head>
            <body>
            <a class="skip" href="#{(_sections.Count == 0 ? "top" : _sections[0].Id)}">Skip to the report</a>
            {Definitions}<header id="top">
            <h1>{_title}</h1>
            <p>{_subtitle}</p>
            </header>
            <nav aria-label="Contents"><ul>
            {contents}</ul></nav>
            <main>
            {main}</main>

            """).ToString();
        string file = $"{head}<style>{style}</style>\n{body}"
            + $"<script type=\"application/json\" id=\"data\">{Data}</script>\n"
            + $"<script>{script}</script>\n</body>\n</html>\n";
        return Encoding.UTF8.GetBytes(file);
    }

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(Sha256Digest.Of(Encoding.UTF8.GetBytes(text)));
}
