using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>Whether noise that was made scores as the noise in the micrographs does.</summary>
/// <remarks>
/// To the k-th largest of all decoys belongs a number of candidates, the sum of the weights down to it. The logit of
/// the candidate of that number, drawn against that of the decoy, lies on the diagonal where candidates are noise.
/// </remarks>
internal static class NoiseDiagnostic
{
    private const int MostPoints = 400;

    /// <summary>Draws the diagnostic, or says that there is none.</summary>
    /// <param name="html">Where it goes.</param>
    /// <param name="result">What was found.</param>
    public static void AddTo(HtmlBuilder html, VerificationResult result)
    {
        List<PlotPoint> points = Points(result.CandidateLogits, result.DecoyLogits);
        if (points.Count < 2)
        {
            html.Add($"""
                <p class="nothing">There are too few candidates or maxima of noise to hold against each other.</p>

                """);
            return;
        }

        double low = points.Min(point => Math.Min(point.X, point.Y));
        double high = points.Max(point => Math.Max(point.X, point.Y));
        LineChart chart = new(
            "Scores of candidates against scores of noise, rank by rank",
            "Candidates of low score are noise and should lie on the diagonal; particles lift the rest above it.")
        {
            XLabel = "score of the maximum of noise (logit)",
            YLabel = "score of the candidate (logit)",
            XRange = (low, points.Max(point => point.X)),
            YRange = (low, high),
            Lines =
            [
                new ChartLine("candidates of the same rank", points),
                new ChartLine("the same score", [new PlotPoint(low, low), new PlotPoint(high, high)])
                {
                    IsDashed = true,
                },
            ],
        };
        chart.AddTo(html);
        html.Add($"""
            <p>All candidates and all maxima of noise were sorted by score, and those of equal rank are drawn against
            each other. At the lower left are the low scores, where nearly everything is noise: <b>there the line must
            lie on the dashed one</b>. If it lies above it already at the lowest scores, the noise that was made is too
            weak, and there is more noise among the picks than is said; if it lies below, there is less. Farther to the
            right, particles lift it.</p>

            """);
    }

    private static List<PlotPoint> Points(
        IReadOnlyList<double> candidates, IReadOnlyList<(double Logit, double Weight)> decoys)
    {
        List<PlotPoint> all = [];
        double rank = 0;
        foreach ((double logit, double weight) in decoys.OrderByDescending(decoy => decoy.Logit))
        {
            rank += weight;
            if (rank >= 1 && rank <= candidates.Count)
            {
                all.Add(new PlotPoint(logit, candidates[(int)rank - 1]));
            }
        }

        all.Reverse();
        return all.Count <= MostPoints
            ? all
            : [.. Enumerable.Range(0, MostPoints).Select(i => all[i * (all.Count - 1) / (MostPoints - 1)])];
    }
}
