using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>What came out, in a few figures and plain sentences.</summary>
internal static class SummarySection
{
    private const int FewMicrographs = 3;

    /// <summary>Makes the section.</summary>
    /// <param name="input">What the report is made of.</param>
    /// <param name="remarks">What is odd about each micrograph.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(VerificationReportInput input, IReadOnlyList<IReadOnlyList<string>> remarks)
    {
        VerificationResult result = input.Result;
        HtmlBuilder html = new();
        AddFigures(html, result);
        html.Add($"<div class=\"sentences\">\n<p>{Found(result)}</p>\n<p>{Noise(result)}</p>\n");
        html.Add($"<p>{GuardWords.Sentences(result.Guard)}</p>\n");
        AddDenoised(html, result);
        AddOdd(html, result, remarks);
        foreach (string note in input.Notes)
        {
            html.Add($"<p>{note}</p>\n");
        }

        html.Add($"""
            <p class="caution">What the noise estimate does not see: ice, carbon, aggregates and broken particles are
            not noise. They average well and may score high. Look at the <a href="#classes-and-marks">classes</a>, mark
            what shows no particles as bad, and go on from there.</p>
            </div>

            """);
        return new HtmlSection("summary", "Summary", html);
    }

    private static void AddFigures(HtmlBuilder html, VerificationResult result)
    {
        NoiseRatePoint? noise = result.NoiseOfPicks;
        string interval = noise is null
            ? "the picks were not held against noise"
            : $"of the picks are noise maxima ({Words.Percent(noise.Low)} to {Words.Percent(noise.High)})";
        double expected = result.Micrographs.Sum(one => one.ExpectedParticles);
        (string word, string about) = GuardWords.Verdict(result.Guard);
        html.Add($"""
            <ul class="figures">
            <li><b>{Words.Count(result.Picks.Count)}</b> {(result.Picks.Count == 1 ? "pick" : "picks")} on
            {Words.Counted(result.Micrographs.Count, "micrograph")}</li>
            <li><b>{(noise is null ? "–" : Words.Percent(noise.Rate))}</b> {interval}</li>
            <li><b>{(result.Picks.Count == 0 ? "–" : Words.Count(expected))}</b> particles are to be expected among
            them</li>
            <li><b>{word}</b> {about}</li>
            </ul>

            """);
    }

    private static string Found(VerificationResult result)
    {
        if (result.Picks.Count == 0)
        {
            return "There are no picks on these micrographs, so there is nothing to verify.";
        }

        double expected = result.Micrographs.Sum(one => one.ExpectedParticles);
        int bad = result.Classes.Count - GoodClasses.Of(result.Classes).Count;
        string classes = result.Classes.Count == 0
            ? "They are too few to be sorted into classes."
            : $"They were sorted into {Words.Counted(result.Classes.Count, "class", "classes")} that look alike; "
                + $"{Words.Counted(bad, "class", "classes")} of them are proposed as bad.";
        string picks = Words.Counted(result.Picks.Count, "pick");
        string micrographs = Words.Counted(result.Micrographs.Count, "micrograph");
        return $"{picks} of a particle of {Words.Count(result.DiameterAngstrom)} Å on {micrographs} were looked at. "
            + $"About {Words.Count(expected)} particles are to be expected among them: the sum of the probabilities of "
            + $"all picks. {classes}";
    }

    private static string Noise(VerificationResult result)
    {
        if (result.NoiseOfPicks is not { } noise)
        {
            return "How many picks are noise was not estimated: there was no free ice to learn the noise from, or no "
                + "network to score it with.";
        }

        string part = noise.Picks < result.Picks.Count
            ? $" (counted on the {Words.Count(noise.Picks)} picks that score highest)"
            : string.Empty;
        int seen = result.Micrographs.Count(one => one.Picks > 0);
        string few = seen < FewMicrographs
            ? $" With {Words.Counted(seen, "micrograph")} it is not known how much micrographs differ, and the "
                + "interval leaves that out."
            : string.Empty;
        string interval = $"{Words.Percent(noise.Low)} to {Words.Percent(noise.High)} with 95 % certainty";
        return $"Of these picks, {Words.Percent(noise.Rate)} ({interval}) are noise maxima{part}: places where noise "
            + $"alone looks like a particle to the network.{few}";
    }

    private static void AddDenoised(HtmlBuilder html, VerificationResult result)
    {
        int denoised = result.Micrographs.Count(one => one.LooksDenoised);
        if (denoised > 0)
        {
            html.Add($"""
                <p class="caution">{Words.Counted(denoised, "micrograph looks", "micrographs look")} denoised. The noise
                of denoised micrographs is not the noise of the camera, and the share of noise is not to be trusted
                there. Verify on the micrographs as they were before.</p>

                """);
        }
    }

    private static void AddOdd(
        HtmlBuilder html, VerificationResult result, IReadOnlyList<IReadOnlyList<string>> remarks)
    {
        int odd = remarks.Count(one => one.Count > 0);
        if (odd > 0)
        {
            html.Add($"""
                <p>{Words.Counted(odd, "micrograph stands", "micrographs stand")} out from the
                {Words.Count(result.Micrographs.Count)}: they are the first among the
                <a href="#micrographs">micrographs</a>, with what is odd about them.</p>

                """);
        }
    }
}
