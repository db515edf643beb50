using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Holds picks against labels and reports every figure the field uses.</summary>
/// <remarks>
/// Precision, recall, F1 and F2 judge the picks as given, by optimal matching; average precision and best F1 judge the
/// scores, by greedy matching over all micrographs. Nothing is ever counted in pixels of masks.
/// </remarks>
public static class Evaluator
{
    /// <summary>Evaluates picks.</summary>
    /// <param name="micrographs">Labels, picks and ignored places of each micrograph; at least one.</param>
    /// <param name="settings">Diameter, radius and the rest.</param>
    /// <param name="candidates">
    /// The same micrographs with everything the picker scored, also below its threshold, from which the curve is drawn;
    /// null: the picks themselves.
    /// </param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">
    /// There is no micrograph, the candidates belong to others, or there is a border and a size is unknown.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public static EvaluationReport Evaluate(
        IReadOnlyList<LabelledMicrograph> micrographs,
        EvaluationSettings settings,
        IReadOnlyList<LabelledMicrograph>? candidates = null)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        if (micrographs.Count == 0)
        {
            throw new ArgumentException("There must be at least one micrograph.", nameof(micrographs));
        }

        candidates ??= micrographs;
        if (!candidates.Select(candidate => candidate.Name).SequenceEqual(micrographs.Select(given => given.Name)))
        {
            throw new ArgumentException("The candidates belong to other micrographs.", nameof(candidates));
        }

        IReadOnlyList<LabelledMicrograph> given = BorderRule.Apply(micrographs, settings.BorderPixels);
        IReadOnlyList<LabelledMicrograph> scored = BorderRule.Apply(candidates, settings.BorderPixels);
        List<RadiusReport> radii = [ReportAt(settings.RadiusFraction, given, scored, settings)];
        if (settings.RadiusFraction != EvaluationSettings.WideRadiusFraction)
        {
            radii.Add(ReportAt(EvaluationSettings.WideRadiusFraction, given, scored, settings));
        }

        List<Notice> warnings = [.. PlacementCheck.Run(micrographs)];
        Orientation? orientation = CheckOrientation(given, radii[0], warnings);
        CheckScores(scored, warnings);
        return new EvaluationReport(
            settings,
            micrographs.Count,
            given.Sum(micrograph => micrograph.Truth.Count),
            given.Sum(micrograph => micrograph.Picks.Count),
            scored.Sum(micrograph => micrograph.Picks.Count),
            radii,
            orientation,
            warnings);
    }

    /// <summary>Writes a report as a JSON object with snake_case names, UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Receives the text; not closed.</param>
    public static void WriteJson(EvaluationReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);
        EvaluationReportJson.Write(report, stream);
    }

    private static RadiusReport ReportAt(
        double fraction,
        IReadOnlyList<LabelledMicrograph> given,
        IReadOnlyList<LabelledMicrograph> scored,
        EvaluationSettings settings)
    {
        double radius = fraction * settings.DiameterPixels;
        RandomSource random = new(settings.Seed);
        MatchSummary summary = MatchSummary.Of(given, radius);
        ScoredPick[] sorted = ScoredPick.Collect(scored, radius);
        PrecisionRecallCurve curve = PrecisionRecallCurve.From(sorted, summary.Labels);
        CurvePoint? best = curve.Best(1);
        BootstrapInterval? interval = null;
        if (given.Count > 1 && settings.BootstrapResamples > 0)
        {
            int[] labels = [.. given.Select(micrograph => micrograph.Truth.Count)];
            interval = BootstrapInterval.OfAveragePrecision(
                sorted, labels, settings.BootstrapResamples, random.Fork(0));
        }

        return new RadiusReport(
            fraction,
            radius,
            summary.Labels,
            summary.Picks,
            summary.Matched,
            summary.Precision,
            summary.Recall,
            summary.F(1),
            summary.F(2),
            summary.RmsError,
            curve.AveragePrecision,
            interval,
            best?.F(1) ?? 0,
            best?.Threshold,
            RandomFloor.F1(given, radius, settings.RandomDraws, random.Fork(1)));
    }

    private static Orientation? CheckOrientation(
        IReadOnlyList<LabelledMicrograph> given, RadiusReport headline, List<Notice> warnings)
    {
        MatchSummary asGiven = new(headline.Labels, headline.Picks, headline.Matched, headline.RmsErrorPixels);
        (Orientation Best, int Matched)? check = OrientationCheck.Run(given, headline.RadiusPixels, asGiven);
        if (check is { Best: not Orientation.AsGiven } mirrored)
        {
            string change = mirrored.Best switch
            {
                Orientation.MirroredInX => "x counted from the other side",
                Orientation.MirroredInY => "y counted from the other side",
                _ => "x and y both counted from the other side",
            };
            warnings.Warn(
                string.Empty,
                OrientationCheck.CodeOf(mirrored.Best),
                $"The picks fit far better with {change}: {mirrored.Matched} matches instead of {asGiven.Matched}. "
                + "Labels and picks follow different conventions.");
        }

        return check?.Best;
    }

    private static void CheckScores(IReadOnlyList<LabelledMicrograph> scored, List<Notice> warnings)
    {
        double[] scores = [.. scored.SelectMany(micrograph => micrograph.Picks, (_, pick) => pick.FigureOfMerit)];
        if (scores.Length > 1 && scores.AsSpan(1).IndexOfAnyExcept(scores[0]) < 0)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.ScoresEqual,
                "All picks have the same score: average precision and best F1 say no more than precision.");
        }
    }
}
