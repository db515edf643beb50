namespace DeepEM.Engine.Reports.Html;

/// <summary>A table of names and values below a heading of its own.</summary>
internal static class NamedValueTable
{
    /// <summary>Draws the table.</summary>
    /// <param name="html">Where it goes.</param>
    /// <param name="title">The heading.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="nothing">What is said where there are none.</param>
    public static void AddTo(HtmlBuilder html, string title, IReadOnlyList<NamedValue> rows, string nothing)
    {
        html.Add($"<div><h3>{title}</h3>\n");
        if (rows.Count == 0)
        {
            html.Add($"<p class=\"nothing\">{nothing}</p></div>\n");
            return;
        }

        html.Add($"<table class=\"pairs\"><tbody>\n");
        foreach (NamedValue row in rows)
        {
            html.Add($"<tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>\n");
        }

        html.Add($"</tbody></table></div>\n");
    }
}
