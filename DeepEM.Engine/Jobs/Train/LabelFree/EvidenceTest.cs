using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Outliers;
using DeepEM.Engine.Verification.Selection;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>Holds the picks of two networks against each other without a label.</summary>
/// <remarks>
/// The best picks of both, as many of each, are sorted into classes together: a network that picks more particles and
/// less else has more evidence for its picks.
/// </remarks>
/// <param name="backend">The device.</param>
/// <param name="settings">How micrographs are read and shown.</param>
/// <param name="context">Whom to report to and when to stop.</param>
internal sealed class EvidenceTest(IComputeBackend backend, VerificationSettings settings, JobContext context)
{
    // Fewer say nothing.
    private const int LeastPicks = 10;

    /// <summary>Compares.</summary>
    /// <param name="sources">Micrographs that the new network did not learn from.</param>
    /// <param name="before">The network before, and how it is shown the micrographs.</param>
    /// <param name="after">The new one.</param>
    /// <param name="count">Picks of each that are compared, at most.</param>
    /// <returns>The comparison; null where there are too few picks.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public EvidenceComparison? Compare(
        IReadOnlyList<MicrographSource> sources, ShownModel before, ShownModel after, int count)
    {
        (int Micrograph, Particle Pick)[] was = Best(sources, before, count, out int above);
        (int Micrograph, Particle Pick)[] now = Best(sources, after, count, out int aboveNow);
        int each = Math.Min(Math.Min(was.Length, now.Length), count);
        if (each < LeastPicks)
        {
            return null;
        }

        (int Micrograph, Particle Pick)[] both = [.. was, .. now];
        int[] order = [.. Enumerable.Range(0, both.Length).OrderBy(i => both[i].Micrograph)];
        double[] sorted = Evidence(sources, before, [.. order.Select(i => both[i])], out double[] diameters);
        double[] evidence = new double[both.Length];
        for (int i = 0; i < order.Length; i++)
        {
            evidence[order[i]] = sorted[i];
        }

        ArraySegment<double> ofWas = new(evidence, 0, was.Length);
        ArraySegment<double> ofNow = new(evidence, was.Length, now.Length);

        // A particle that both picked differs by its centre only, so that chance has less to say there.
        double[] old = [.. Enumerable.Range(0, each).Where(i => Partner(was[i], now) is null).Select(i => ofWas[i])];
        int?[] partners = [.. Enumerable.Range(0, each).Select(i => Partner(now[i], was))];
        double[] young = [.. Enumerable.Range(0, each).Where(i => partners[i] is null).Select(i => ofNow[i])];
        double[] shared =
        [
            .. Enumerable.Range(0, each).Where(i => partners[i] is not null)
                .Select(i => ofNow[i] - ofWas[partners[i]!.Value]),
        ];
        return new EvidenceComparison(
            each,
            ofWas.Take(each).Average(),
            ofNow.Take(each).Average(),
            Math.Sqrt(SumOfSquares(old) + SumOfSquares(young) + SumOfSquares(shared)) / each)
        {
            Different = young.Length,
            AllBefore = ofWas.Take(above).Sum(BeyondNoise),
            AllAfter = ofNow.Take(aboveNow).Sum(BeyondNoise),
        };

        int? Partner((int Micrograph, Particle Pick) one, (int Micrograph, Particle Pick)[] others)
        {
            double radius = OutlierRules.DuplicateFrom * diameters[one.Micrograph];
            int found = Array.FindIndex(others, 0, each, other => AreSame(one, other, radius));
            return found < 0 ? null : found;
        }
    }

    private static bool AreSame(
        (int Micrograph, Particle Pick) one, (int Micrograph, Particle Pick) other, double radius)
    {
        (double x, double y) = (one.Pick.X - other.Pick.X, one.Pick.Y - other.Pick.Y);
        return one.Micrograph == other.Micrograph && (x * x) + (y * y) < radius * radius;
    }

    // So many of the best, or all above the threshold where these are more.
    private (int Micrograph, Particle Pick)[] Best(
        IReadOnlyList<MicrographSource> sources, ShownModel shown, int count, out int above)
    {
        using var scoring = new VerificationScoring(backend, shown.Model, shown.How, settings, context)
        {
            ScoresOnly = true,
        };
        IReadOnlyList<ScoredMicrograph> scored = scoring.Score(VerificationInput.OwnPicks(sources));
        Dictionary<string, int> numbers = Numbers(sources);
        (int Micrograph, Particle Pick, double Logit)[] all =
        [
            .. scored.SelectMany(one => one.Picks.Zip(one.Logits, (pick, logit) =>
                    (Micrograph: numbers[one.Source.Path], Pick: pick, Logit: logit)))
                .OrderByDescending(found => found.Logit),
        ];
        double threshold = shown.Model.Calibration.Logit(shown.Model.Threshold);
        above = all.Count(found => found.Logit >= threshold);
        return [.. all.Take(Math.Max(above, count)).Select(found => (found.Micrograph, found.Pick))];
    }

    // Of all picks on the images of one network, so that the scale is the same.
    private double[] Evidence(
        IReadOnlyList<MicrographSource> sources,
        ShownModel shown,
        (int Micrograph, Particle Pick)[] picks,
        out double[] diameters)
    {
        MicrographPicks[] given =
        [
            .. sources.Select((source, m) => new MicrographPicks(
                source.Name,
                source.Path,
                [.. picks.Where(pick => pick.Micrograph == m).Select(pick => pick.Pick)])),
        ];
        using var scoring = new VerificationScoring(backend, shown.Model, shown.How, settings, context);
        IReadOnlyList<ScoredMicrograph> scored = scoring.Score(VerificationInput.Of(sources, given));
        Dictionary<string, int> numbers = Numbers(sources);
        diameters = new double[sources.Count];
        foreach (ScoredMicrograph one in scored)
        {
            diameters[numbers[one.Source.Path]] = shown.Model.DiameterAngstrom / one.PixelSizeAngstrom;
        }

        double[] logits = new double[scoring.Collected.Crops.Count];
        return VerifiedAverages.Of(
            backend, scoring.Collected, logits, double.NegativeInfinity, settings, context).LogEvidence;
    }

    private static Dictionary<string, int> Numbers(IReadOnlyList<MicrographSource> sources)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int i = 0; i < sources.Count; i++)
        {
            numbers[sources[i].Path] = i;
        }

        return numbers;
    }

    private static double BeyondNoise(double nats) =>
        Math.Max(0, nats - TrainingEvidence.LeastLogEvidence);

    private static double SumOfSquares(double[] values)
    {
        double mean = values.DefaultIfEmpty(0).Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }
}
