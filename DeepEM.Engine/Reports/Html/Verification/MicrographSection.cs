using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>Counts of all micrographs, and the micrographs with their picks, odd ones first.</summary>
internal static class MicrographSection
{
    private const string Id = "micrographs";
    private const string Title = "Micrographs";

    // Beyond this a browser takes seconds, and nobody looks at them all.
    private const int MostShown = 100;

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <param name="remarks">What is odd about each micrograph.</param>
    /// <param name="gallery">The micrographs that are shown.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(
        VerificationReportInput input, IReadOnlyList<IReadOnlyList<string>> remarks, MicrographGallery gallery)
    {
        IReadOnlyList<VerifiedMicrograph> all = input.Result.Micrographs;
        if (all.Count == 0)
        {
            return HtmlSection.Empty(Id, Title, "There are no micrographs.");
        }

        HtmlBuilder html = new();
        int odd = remarks.Count(one => one.Count > 0);
        ColumnChart chart = new(
            "Picks on each micrograph",
            $"{Words.Counted(input.Result.Picks.Count, "pick")} on {Words.Counted(all.Count, "micrograph")}, {odd} "
                + "of them odd. The table below has the numbers.",
            "micrographs, in the order in which they were given",
            "picks")
        {
            Names = ("picks", "particles to be expected among them", "odd micrograph"),
        };
        chart.AddTo(
            html, [.. all.Zip(remarks, (one, odd) => ((double)one.Picks, one.ExpectedParticles, odd.Count > 0))]);
        AddTable(html, all, remarks, gallery);
        if (gallery.Micrographs.Count < all.Count)
        {
            html.Add($"""
                <p>{Words.Count(gallery.Micrographs.Count)} of the {Words.Count(all.Count)} micrographs are shown, odd
                ones first; the table above has all.</p>

                """);
        }

        gallery.AddTo(html);
        return new HtmlSection(Id, Title, html);
    }

    /// <summary>Chooses the micrographs that are shown, odd ones first.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <param name="remarks">What is odd about each micrograph.</param>
    /// <returns>The gallery.</returns>
    public static MicrographGallery Gallery(VerificationReportInput input, IReadOnlyList<IReadOnlyList<string>> remarks)
    {
        VerificationResult result = input.Result;
        ILookup<int, VerifiedPick> picks = result.Picks.ToLookup(pick => pick.Micrograph);
        bool areClassified = result.Classes.Count > 0;
        return new MicrographGallery(
            [
                .. Enumerable.Range(0, result.Micrographs.Count)
                    .OrderByDescending(number => remarks[number].Count)
                    .Take(MostShown)
                    .Select(Shown),
            ],
            ReasonWords.All);

        GalleryMicrograph Shown(int number)
        {
            VerifiedMicrograph one = result.Micrographs[number];
            GalleryPick[] own = [.. picks[number].Select(pick => Pick(pick, areClassified))];
            return new GalleryMicrograph(number, Path.GetFileName(one.Name), one.Size, own)
            {
                Radius = result.DiameterAngstrom / one.PixelSizeAngstrom / 2,
                Thumbnail = input.Thumbnails.GetValueOrDefault(number),
                Caption = $"{Words.Counted(one.Picks, "pick")}, about {Words.Count(one.ExpectedParticles)} particles",
                Remarks = remarks[number],
            };
        }
    }

    private static GalleryPick Pick(VerifiedPick pick, bool isClassified) => new(pick.Particle, pick.Probability)
    {
        Class = pick.Class,
        LogEvidence = isClassified ? pick.LogEvidence : null,
        Reasons = (int)pick.Reasons,
    };

    private static void AddTable(
        HtmlBuilder html,
        IReadOnlyList<VerifiedMicrograph> all,
        IReadOnlyList<IReadOnlyList<string>> remarks,
        MicrographGallery gallery)
    {
        HashSet<int> shown = [.. gallery.Micrographs.Select(one => one.Number)];
        html.Add($"""
            <details><summary>The numbers of all micrographs</summary>
            <div class="wide"><table class="numbers"><thead><tr><th scope="col">micrograph</th><th
            scope="col">picks</th>
            <th scope="col">expected particles</th><th scope="col">masked</th><th scope="col">free ice</th>
            <th scope="col" class="text">what is odd</th></tr></thead><tbody>

            """);
        foreach ((int number, VerifiedMicrograph one) in all.Index())
        {
            HtmlBuilder name = shown.Contains(number)
                ? new HtmlBuilder().Add($"<a href=\"#micrograph-{number}\">{number + 1}</a>")
                : new HtmlBuilder().Add($"{number + 1}");
            html.Add($"""
                <tr><th scope="row">{name} {Path.GetFileName(one.Name)}</th><td>{Words.Count(one.Picks)}</td>
                <td>{Words.Count(one.ExpectedParticles)}</td><td>{Words.Percent(one.MaskedShare)}</td>
                <td>{Words.Percent(one.FreeShare)}</td><td class="text">{string.Join("; ", remarks[number])}</td></tr>

                """);
        }

        html.Add($"</tbody></table></div></details>\n");
    }
}
