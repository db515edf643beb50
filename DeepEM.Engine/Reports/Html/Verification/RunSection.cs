using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>How it was made: settings, versions, times, and what the methods do not see.</summary>
internal static class RunSection
{
    private static readonly string[] _blindSpots =
    [
        "Ice, carbon, aggregates and broken particles are not noise, and the share of noise does not count them. "
            + "Junk that averages well and scores high keeps a high probability until a person marks its class as bad.",
        "Where less than 8 % of a micrograph is free ice, noise is estimated from few pixels.",
        "Where particles are hardly seen (a signal to noise ratio of 0.02), classes fall together, and the share of "
            + "noise comes out up to 0.06 too high.",
        "Denoised micrographs have no noise of the camera left; the estimate does not hold on them.",
        "Rare views, flexible particles and particles of unlike size make small classes that are real. Do not drop a "
            + "class by its size alone.",
        "The resolution of a class says where its halves agree. Halves of pure noise agree too: judge by G.",
    ];

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(VerificationReportInput input)
    {
        HtmlBuilder html = new();
        html.Add($"<h3>What these numbers do not see</h3>\n<ul>\n");
        foreach (string spot in _blindSpots)
        {
            html.Add($"<li>{spot}</li>\n");
        }

        html.Add($"</ul>\n<div class=\"tables\">\n");
        NamedValueTable.AddTo(html, "Settings", input.Settings, "No settings were handed on.");
        NamedValueTable.AddTo(html, "Versions", input.Versions, "No versions were handed on.");
        NamedValueTable.AddTo(html, "Times", Times(input.Result), "No times were taken.");
        html.Add($"</div>\n");
        return new HtmlSection("run", "How it was made", html);
    }

    private static IReadOnlyList<NamedValue> Times(VerificationResult result)
    {
        if (result.Times.Count == 0)
        {
            return [];
        }

        TimeSpan sum = new(result.Times.Sum(time => time.Elapsed.Ticks));
        return
        [
            .. result.Times.Select(time => new NamedValue(time.Stage, Words.Elapsed(time.Elapsed))),
            new NamedValue("all", Words.Elapsed(sum)),
        ];
    }
}
