namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Precision and recall as the threshold falls, over all micrographs together.</summary>
/// <remarks>
/// <para>
/// Picks are matched greedily (<see cref="GreedyMatcher"/>). Picks of one score enter together, as one point of the
/// curve. Every label counts in the recall, also those of micrographs without picks. A pick that matches no label but
/// lies within the radius of an ignored place is left out.
/// </para>
/// <code>AP = Σ_b P_b · (R_b − R_{b−1})</code>
/// <para>over the points b, without interpolation.</para>
/// </remarks>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(IReadOnlyList<CurvePoint> points, int labels, double averagePrecision)
    {
        Points = points;
        Labels = labels;
        AveragePrecision = averagePrecision;
    }

    /// <summary>One point per distinct score, of descending threshold; empty when nothing was picked.</summary>
    public IReadOnlyList<CurvePoint> Points { get; }

    /// <summary>Labels in all micrographs.</summary>
    public int Labels { get; }

    /// <summary>Average precision, 0 to 1; 0 when nothing was picked or labelled.</summary>
    public double AveragePrecision { get; }

    /// <summary>Draws the curve.</summary>
    /// <param name="micrographs">Labels, picks and ignored places of each micrograph.</param>
    /// <param name="radius">Pixels below which a pick and a label match, positive and finite.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static PrecisionRecallCurve From(IReadOnlyList<LabelledMicrograph> micrographs, double radius)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        return From(ScoredPick.Collect(micrographs, radius), micrographs.Sum(micrograph => micrograph.Truth.Count));
    }

    /// <summary>Whether all scores lie between 0 and 1, so that they can be probabilities.</summary>
    public bool HasProbabilities => Points.All(point => point.Threshold is >= 0 and <= 1);

    /// <summary>The point with the highest F_β; of equally good ones that with the highest threshold.</summary>
    /// <param name="beta">Weight of recall: 1 for F1, 2 for F2.</param>
    /// <returns>The point, or null when nothing was picked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">β is not positive.</exception>
    public CurvePoint? Best(double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        CurvePoint? best = null;
        foreach (CurvePoint point in Points)
        {
            if (best is null || point.F(beta) > best.Value.F(beta))
            {
                best = point;
            }
        }

        return best;
    }

    /// <summary>Draws the curve of picks that are matched already.</summary>
    /// <param name="scored">Picks that count, of descending score.</param>
    /// <param name="labels">Labels in all micrographs.</param>
    /// <returns>The curve.</returns>
    internal static PrecisionRecallCurve From(ReadOnlySpan<ScoredPick> scored, int labels)
    {
        List<CurvePoint> points = [];
        int hits = 0;
        double averagePrecision = 0;
        double lastRecall = 0;
        double scoreSum = 0;
        for (int i = 0; i < scored.Length; i++)
        {
            hits += scored[i].Hit ? 1 : 0;
            scoreSum += scored[i].Score;
            if (i + 1 < scored.Length && scored[i + 1].Score == scored[i].Score)
            {
                continue;
            }

            double precision = (double)hits / (i + 1);
            double recall = (double)hits / Math.Max(labels, 1);
            averagePrecision += precision * (recall - lastRecall);
            lastRecall = recall;
            points.Add(new CurvePoint(scored[i].Score, i + 1, precision, recall) { ScoreSum = scoreSum });
        }

        return new PrecisionRecallCurve(points, labels, averagePrecision);
    }
}
