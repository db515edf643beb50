using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Reports.Html.Picking;

/// <summary>The report of a picking: one page in one file, with the picks on micrographs worth a look.</summary>
internal static class PickingPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="input">What it is made of.</param>
    /// <returns>UTF-8 without a byte order mark, the same for the same input.</returns>
    public static byte[] Make(PickingPageInput input)
    {
        MicrographGallery gallery = new(input.Shown, [])
        {
            HasClasses = false,
            Measure = input.IsCalibrated ? "probability" : "score",
        };
        HtmlPage page = new(
            "Picked particles",
            input.Folder,
            [
                Summary(input),
                PickedMicrographSection.Make(input, gallery),
                ThresholdSection.Make(input),
                Run(input),
            ])
        {
            Data = gallery.ToData(),
        };
        return page.ToBytes();
    }

    private static HtmlSection Summary(PickingPageInput input)
    {
        int micrographs = input.Micrographs.Count;
        long picks = input.Micrographs.Sum(row => (long)row.Picks);
        string median = micrographs == 0
            ? "–"
            : Words.Count(OrderStatistic.Median(input.Micrographs.Select(row => (double)row.Picks)));
        HtmlBuilder html = new();
        html.Add($"""
            <ul class="figures">
            <li><b>{Words.Count(picks)}</b> {(picks == 1 ? "pick" : "picks")} on
            {Words.Counted(micrographs, "micrograph")}</li>
            <li><b>{median}</b> picks on the median micrograph</li>
            <li><b>{input.Threshold:0.00#}</b> least {(input.IsCalibrated ? "probability" : "score")} of a pick (the
            threshold)</li>
            <li><b>{Words.Count(input.Failures.Count)}</b> {(input.Failures.Count == 1 ? "micrograph" : "micrographs")}
            failed</li>
            </ul>
            <div class="sentences">

            """);
        foreach (string warning in input.Warnings)
        {
            html.Add($"<p class=\"caution\">{warning}</p>\n");
        }

        if (input.Failures.Count > 0)
        {
            html.Add($"<p>These could not be picked:</p>\n<ul>\n");
            foreach (string failure in input.Failures)
            {
                html.Add($"<li>{failure}</li>\n");
            }

            html.Add($"</ul>\n");
        }

        html.Add($"""
            <p>Look at the <a href="#micrographs">micrographs</a>: rings belong round particles, and few particles
            should be without one. Picks on ice, carbon or dirt score high too. How many picks are noise, and what they
            look like on average, a verification says.</p>
            </div>

            """);
        return new HtmlSection("summary", "Summary", html);
    }

    private static HtmlSection Run(PickingPageInput input)
    {
        HtmlBuilder html = new();
        html.Add($"<div class=\"tables\">\n");
        NamedValueTable.AddTo(html, "Settings", input.Settings, "No settings were handed on.");
        NamedValueTable.AddTo(html, "Versions", input.Versions, "No versions were handed on.");
        html.Add($"</div>\n");
        return new HtmlSection("run", "How it was made", html);
    }
}
