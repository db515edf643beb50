using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>Fits the probability that a candidate is a particle to what a person picked.</summary>
/// <remarks>
/// <para>
/// With p(z) = σ(a·z + b), the probability that a candidate of logit z is a particle, and c, the share of the particles
/// that were picked, a candidate is labelled with the probability c·p(z) (Elkan and Noto, 2008). Expectation and
/// maximisation in turn:
/// </para>
/// <code>
/// E: w = 1 for the labelled, (1 − c)·p / (1 − c·p) for the others
/// M: a, b by logistic regression on the targets w;  c = labelled / Σ w
/// </code>
/// <para>
/// With Platt's targets, which keep it from diverging where the two kinds are perfectly apart. Where nearly all is
/// labelled, c·p(z) itself is the probability: what is unlabelled is taken for wrong, and the few of it that no score
/// tells from particles lower the ceiling instead of the slope.
/// </para>
/// </remarks>
public static class CalibrationFit
{
    // From this share on, what is unlabelled is taken for wrong, not for missing.
    private const double CompleteFrom = 0.75;

    // Fewer are no crowd.
    private const int LeastKnown = 5;
    private const int LeastUnknown = 20;
    private const int Rounds = 100;
    private const int NewtonSteps = 20;
    private const double LeastSlope = 0.05;
    private const double LargestLogit = 30;

    /// <summary>Fits.</summary>
    /// <param name="peaks">Candidates of the labelled micrographs.</param>
    /// <param name="complete">Whether every particle is labelled; null to find out.</param>
    /// <returns>The calibration, and the share of the particles that is labelled, 1 for complete labels.</returns>
    public static (ScoreCalibration Calibration, double Completeness) Fit(
        IReadOnlyCollection<LabelledCandidate> peaks, bool? complete)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        // Scores that rounding has made 0 or 1 stand for logits that are large, not infinite.
        double[] logits = [.. peaks.Select(p => Math.Clamp(p.Logit, -LargestLogit, LargestLogit))];
        bool[] labelled = [.. peaks.Select(p => p.Labelled)];
        int count = labelled.Count(l => l);
        if (count == 0 || count == labelled.Length)
        {
            return (ScoreCalibration.Identity, 1);
        }

        if (complete != true)
        {
            (ScoreCalibration found, double share) = Incomplete(logits, labelled, count);
            return complete == false || share < CompleteFrom ? (found, share) : (found with { Ceiling = share }, 1);
        }

        return (Regress(logits, [.. labelled.Select(l => l ? 1.0 : 0.0)], ScoreCalibration.Identity), 1);
    }

    /// <summary>
    /// Fits without holding the unlabelled candidates against it: for a handful of labels, which say what a particle
    /// scores but not where the particles end.
    /// </summary>
    /// <param name="peaks">Candidates of the labelled micrographs.</param>
    /// <returns>
    /// The calibration nearest to what <see cref="ScoreCrowds"/> says of each candidate, and the share of the particles
    /// that is labelled, 1 for complete labels; as <see cref="Fit"/> where there are too few candidates for crowds.
    /// </returns>
    public static (ScoreCalibration Calibration, double Completeness) FitCrowds(
        IReadOnlyCollection<LabelledCandidate> peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        double[] logits = [.. peaks.Select(p => Math.Clamp(p.Logit, -LargestLogit, LargestLogit))];
        bool[] labelled = [.. peaks.Select(p => p.Labelled)];
        int count = labelled.Count(l => l);
        if (count < LeastKnown || logits.Length - count < LeastUnknown)
        {
            return Fit(peaks, complete: null);
        }

        (ScoreCrowds crowds, double completeness) = ScoreCrowds.Fit(logits, labelled);
        return (
            Regress(logits, [.. logits.Select(crowds.Particle)], ScoreCalibration.Identity),
            completeness < CompleteFrom ? completeness : 1);
    }

    private static (ScoreCalibration Calibration, double Completeness) Incomplete(
        double[] logits, bool[] labelled, int count)
    {
        // From half of the labelled logits' median on, everything is a particle to begin with.
        double[] known = [.. logits.Where((_, i) => labelled[i]).Order()];
        double cut = known[known.Length / 4];
        double[] targets = [.. logits.Select((z, i) => labelled[i] || z >= cut ? 1.0 : 0.0)];
        ScoreCalibration fit = ScoreCalibration.Identity;
        double share = 1;
        for (int round = 0; round < Rounds; round++)
        {
            fit = Regress(logits, targets, fit);
            share = Math.Clamp(count / targets.Sum(), 1e-3, 1);
            for (int i = 0; i < targets.Length; i++)
            {
                double p = fit.Probability(logits[i]);
                targets[i] = labelled[i] ? 1 : (1 - share) * p / Math.Max(1e-12, 1 - (share * p));
            }
        }

        return (fit, share);
    }

    // Newton's method on the cross-entropy, with Platt's (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) in place of 1 and 0.
    private static ScoreCalibration Regress(double[] logits, double[] targets, ScoreCalibration start)
    {
        double positives = targets.Sum();
        double high = (positives + 1) / (positives + 2);
        double low = 1 / (targets.Length - positives + 2);
        (double a, double b) = (start.Slope, start.Intercept);
        for (int step = 0; step < NewtonSteps; step++)
        {
            (double ga, double gb, double haa, double hab, double hbb) = (0, 0, 1e-6, 0, 1e-6);
            for (int i = 0; i < logits.Length; i++)
            {
                double z = logits[i];
                double p = 1 / (1 + Math.Exp(-((a * z) + b)));
                double error = p - ((targets[i] * high) + ((1 - targets[i]) * low));
                double curvature = Math.Max(1e-9, p * (1 - p));
                ga += error * z;
                gb += error;
                haa += curvature * z * z;
                hab += curvature * z;
                hbb += curvature;
            }

            double determinant = (haa * hbb) - (hab * hab);
            double da = ((hbb * ga) - (hab * gb)) / determinant;
            double db = ((haa * gb) - (hab * ga)) / determinant;

            // Full steps overshoot where the curve is flat.
            double shorten = 1 / Math.Max(1, Math.Max(Math.Abs(da) / 0.5, Math.Abs(db) / 2));
            a = Math.Max(LeastSlope, a - (shorten * da));
            b -= shorten * db;
            if (Math.Abs(da) < 1e-9 && Math.Abs(db) < 1e-9)
            {
                break;
            }
        }

        return new ScoreCalibration(a, b);
    }
}
