using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>Class averages to be marked, and the ways to go on from there.</summary>
internal static class ClassSection
{
    private const string Id = "classes-and-marks";
    private const string Title = "Classes";

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <param name="table">Its classes.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(VerificationReportInput input, ClassTable table)
    {
        VerificationResult result = input.Result;
        if (result.Classes.Count == 0)
        {
            return HtmlSection.Empty(Id, Title, "There are no classes: too few picks to average.");
        }

        HtmlBuilder html = new();
        html.Add($"""
            <p>Picks that look alike were averaged, {result.ClassSide} pixels of
            {Words.Figure(result.ClassPixelSizeAngstrom)} Å a side. Mark classes that show your particle, whatever its
            view, as good, and junk, ice, carbon and empty ones as bad: click an average, or use the keys. The proposal
            is good where at least half of a class is expected to be particles, or a fifth of all particles is in
            it, and its average shows something.
            <b>H</b> says how much better its picks are explained by averages they had no part in than by noise;
            <b>G</b>, how much of that is structure beyond a round blob. Small classes may be rare views.
            A fine resolution is no proof: averages of noise agree as well.</p>

            """);
        table.AddTo(html);
        html.Add($"""
            <div class="go-on">
            <h3>Go on with the good classes</h3>
            <p id="tally" role="status"></p>
            <p class="scripted buttons"><button type="button" id="save-marks" class="main">Download good.txt</button>
            <button type="button" id="reset-marks">Marks as proposed</button>
            <button type="button" id="all-good">All good</button>
            <button type="button" id="all-bad">All bad</button></p>
            <p class="scripted" id="kept"></p>

            """);
        foreach (ReportCommand command in input.Commands)
        {
            html.Add($"""
                <p>{command.Purpose}</p>
                <p class="command"><code>{command.Line}</code>
                <button type="button" class="copy scripted">Copy</button></p>

                """);
        }

        html.Add($"</div>\n");
        return new HtmlSection(Id, Title, html);
    }
}
