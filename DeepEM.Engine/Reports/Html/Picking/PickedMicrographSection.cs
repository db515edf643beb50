namespace DeepEM.Engine.Reports.Html.Picking;

/// <summary>Picks of all micrographs as a chart and a table, and some of the micrographs.</summary>
internal static class PickedMicrographSection
{
    private const string Id = "micrographs";
    private const string Title = "Micrographs";

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <param name="gallery">The micrographs that are shown.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(PickingPageInput input, MicrographGallery gallery)
    {
        IReadOnlyList<PickedRow> all = input.Micrographs;
        if (all.Count == 0)
        {
            return HtmlSection.Empty(Id, Title, "No micrograph is finished.");
        }

        HtmlBuilder html = new();
        int odd = all.Count(row => row.Remark.Length > 0);
        new ColumnChart(
            "Picks on each micrograph",
            $"{Words.Counted(all.Count, "micrograph")}, {odd} of them with a remark. The table below has the numbers.",
            "micrographs, in the order of the input",
            "picks")
        {
            Names = (
                "picks",
                input.IsCalibrated ? "particles to be expected among them" : "picks times their mean score",
                "micrograph with a remark"),
        }.AddTo(html, [.. all.Select(Column)]);
        AddTable(html, all, gallery);
        if (gallery.Micrographs.Count < all.Count)
        {
            html.Add($"""
                <p>{Words.Count(gallery.Micrographs.Count)} of the {Words.Count(all.Count)} micrographs are shown: those
                with a remark first, then those with the fewest, the median and the most picks. The table above has
                all.</p>

                """);
        }

        gallery.AddTo(html);
        return new HtmlSection(Id, Title, html);
    }

    private static (double Whole, double Filled, bool IsMarked) Column(PickedRow row) =>
        (row.Picks, row.Picks == 0 ? 0 : row.Picks * row.MeanScore, row.Remark.Length > 0);

    private static void AddTable(HtmlBuilder html, IReadOnlyList<PickedRow> all, MicrographGallery gallery)
    {
        HashSet<int> shown = [.. gallery.Micrographs.Select(one => one.Number)];
        html.Add($"""
            <details><summary>The numbers of all micrographs</summary>
            <div class="wide"><table class="numbers"><thead><tr><th scope="col">micrograph</th><th
            scope="col">picks</th>
            <th scope="col">mean score</th><th scope="col">masked</th>
            <th scope="col" class="text">remark</th></tr></thead><tbody>

            """);
        foreach ((int number, PickedRow row) in all.Index())
        {
            HtmlBuilder name = shown.Contains(number)
                ? new HtmlBuilder().Add($"<a href=\"#micrograph-{number}\">{number + 1}</a>")
                : new HtmlBuilder().Add($"{number + 1}");
            html.Add($"""
                <tr><th scope="row">{name} {row.Name}</th><td>{Words.Count(row.Picks)}</td>
                <td>{Words.Figure(row.MeanScore)}</td><td>{Words.Percent(row.MaskedShare)}</td>
                <td class="text">{row.Remark}</td></tr>

                """);
        }

        html.Add($"</tbody></table></div></details>\n");
    }
}
