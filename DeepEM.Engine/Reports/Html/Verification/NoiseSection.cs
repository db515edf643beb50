using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>The share of noise at each threshold, and whether the noise it was estimated from is right.</summary>
internal static class NoiseSection
{
    private const string Id = "noise";
    private const string Title = "Noise among the picks";

    // Where two estimates differ by more, one of them does not hold.
    private const double MostDifference = 0.05;

    /// <summary>Makes the section.</summary>
    /// <param name="result">What was found.</param>
    /// <returns>The section.</returns>
    public static HtmlSection Make(VerificationResult result)
    {
        if (result.NoiseRates.Count == 0)
        {
            return HtmlSection.Empty(
                Id,
                Title,
                "The share of noise was not estimated: there was no free ice to learn the noise from, or no network to "
                + "score it with.");
        }

        HtmlBuilder html = new();
        html.Add($"""
            <p>The ice between the particles was filled with noise of its own kind, and the network picked there too,
            with nothing to find. What it finds in noise it also finds in your micrographs: so many of the picks are
            noise. Raise the threshold, and the share of noise falls, and particles are lost with it.</p>

            """);
        html.Add($"<div class=\"pair\">\n<div>\n<h3>How much of it there is</h3>\n");
        AddRates(html, result);
        AddTable(html, result);
        html.Add($"</div>\n<div>\n<h3>Is the noise right?</h3>\n");
        NoiseDiagnostic.AddTo(html, result);
        html.Add($"</div>\n</div>\n");
        return new HtmlSection(Id, Title, html);
    }

    private static void AddRates(HtmlBuilder html, VerificationResult result)
    {
        IReadOnlyList<NoiseRatePoint> rates = result.NoiseRates;
        NoiseRatePoint? ofPicks = result.NoiseOfPicks;
        LineChart chart = new(
            "Share of noise among the picks from each threshold on",
            ofPicks is null ? string.Empty : $"{Words.Percent(ofPicks.Rate)} of the picks as they came, between "
                + $"{Words.Percent(ofPicks.Low)} and {Words.Percent(ofPicks.High)}. The table below has the numbers.")
        {
            XLabel = "least score (logit; 0: where candidates are kept from)",
            YLabel = "share of noise",
            IsShare = true,
            YRange = (0, Math.Min(1, Math.Max(0.05, 1.1 * rates.Max(point => Finite(point.High))))),
            Mark = ofPicks is null ? null : (ofPicks.Threshold, "the picks as they came"),
            Lines =
            [
                new ChartLine(
                    "counted on noise, with the interval of 95 % certainty",
                    [.. rates.Select(point => new PlotPoint(point.Threshold, point.Rate))])
                {
                    Interval = [.. rates.Select(point => (point.Low, point.High))],
                },
                new ChartLine(
                    "by the probabilities of the picks (second opinion)",
                    [.. rates.Select(point => new PlotPoint(point.Threshold, point.ByProbabilities))])
                {
                    IsDashed = true,
                },
            ],
        };
        chart.AddTo(html);
        html.Add($"<p>{SecondOpinion(ofPicks)} {Pass(result)}</p>\n");
    }

    private static string SecondOpinion(NoiseRatePoint? ofPicks)
    {
        if (ofPicks is null)
        {
            return "The solid line is the estimate, the dashed one a second opinion made in another way.";
        }

        bool differ = Math.Abs(ofPicks.Rate - ofPicks.ByProbabilities) > MostDifference;
        return "The solid line is the estimate, the dashed one a second opinion made in another way, from the shares "
            + $"of noise in the classes. For the picks as they came they say {Words.Percent(ofPicks.Rate)} and "
            + $"{Words.Percent(ofPicks.ByProbabilities)}: " + (differ
                ? "they differ, so trust neither to the last per cent, and look at the diagnostic below."
                : "they agree.");
    }

    private static string Pass(VerificationResult result)
    {
        string pass = result.NoisePass switch
        {
            1 => "The noise was learnt once.",
            2 => "There was much noise among the candidates, so it was learnt a second time with fewer of them kept.",
            _ => string.Empty,
        };
        return result.NoiseAnchor < 1
            ? $"{pass} Counts of noise were multiplied by {Words.Figure(result.NoiseAnchor)}, so that they fit the "
                + "candidates of low score, which are noise."
            : pass;
    }

    private static void AddTable(HtmlBuilder html, VerificationResult result)
    {
        html.Add($"""
            <details><summary>The numbers of this chart</summary>
            <div class="wide"><table class="numbers"><thead><tr><th scope="col">least score</th><th
            scope="col">picks</th>
            <th scope="col">maxima of noise</th><th scope="col">share of noise</th><th scope="col">low</th>
            <th scope="col">high</th><th scope="col">lowest so far (q)</th><th scope="col">by
            probabilities</th></tr></thead><tbody>

            """);
        foreach (NoiseRatePoint point in result.NoiseRates)
        {
            html.Add($"""
                <tr><th scope="row">{point.Threshold:0.##}</th><td>{Words.Count(point.Picks)}</td>
               
                <td>{Words.Count(point.Decoys)}</td><td>{Words.Percent(point.Rate)}</td>
                <td>{Words.Percent(point.Low)}</td>
                <td>{Words.Percent(point.High)}</td><td>{Words.Percent(point.Q)}</td>
                <td>{Words.Percent(point.ByProbabilities)}</td></tr>

                """);
        }

        html.Add($"</tbody></table></div></details>\n");
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
