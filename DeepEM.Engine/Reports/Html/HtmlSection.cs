namespace DeepEM.Engine.Reports.Html;

/// <summary>A part of a page with a heading of its own.</summary>
/// <param name="Id">Name within the page, letters and hyphens.</param>
/// <param name="Title">The heading, and the entry in the list of contents.</param>
/// <param name="Content">What is below the heading.</param>
internal sealed record HtmlSection(string Id, string Title, HtmlBuilder Content)
{
    /// <summary>A section that has only a sentence to say why there is nothing.</summary>
    /// <param name="id">Name within the page.</param>
    /// <param name="title">The heading.</param>
    /// <param name="sentence">Why it is empty.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Empty(string id, string title, string sentence) =>
        new(id, title, new HtmlBuilder().Add($"<p class=\"nothing\">{sentence}</p>\n"));
}
