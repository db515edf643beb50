namespace DeepEM.Engine.Verification.Consensus;

/// <summary>How far a picker can be believed, as the other pickers or its own verification say.</summary>
/// <remarks>
/// A picker's picks are sorted by score into bins. In each, some share has a pick of another picker at its place. Of
/// true particles the others find the share that they find in the bin where it is largest, so
/// <code>precision(bin) = confirmed(bin) / max over bins of confirmed</code>
/// never less than in a bin of lower scores,
/// and recall is the share of the others' best bins that this picker has. This measures pickers that err in different
/// ways; junk that all of them take for particles looks true. Of a picker whose picks were verified the precision of a
/// bin is the mean of their probabilities instead, and needs no other picker.
/// </remarks>
internal sealed class PickerReliability
{
    // Nobody is always right or never.
    private const double Least = 0.02;
    private const double Most = 0.98;
    private const int MostBins = 10;

    // Of fewer picks a share says little.
    private const int LeastInBin = 30;

    private readonly double[] _scores;
    private readonly double[] _precisions;

    // Scores in the middle of the bins, from the largest to the least.
    private PickerReliability(double[] scores, double[] precisions) => (_scores, _precisions) = (scores, precisions);

    /// <summary>Share of the particles that it finds, as far as the others can tell.</summary>
    public double Recall { get; private set; }

    /// <summary>Mean share of particles among its picks.</summary>
    public double MeanPrecision { get; private init; }

    /// <summary>Measures all pickers.</summary>
    /// <param name="pickers">Of every picker all picks: the score, and which pickers have one at its place.</param>
    /// <param name="verified">Of every picker the scores and probabilities of its picks, where they were verified; null
    /// for the others, or for all.</param>
    public static IReadOnlyList<PickerReliability> Of(
        IReadOnlyList<IReadOnlyList<(double Score, bool[] Has)>> pickers,
        IReadOnlyList<IReadOnlyList<(double Score, double Probability)>?>? verified = null)
    {
        PickerReliability[] measured =
        [
            .. pickers.Select((picks, picker) => verified?[picker] is { Count: > 0 } own
                ? OfVerified(own)
                : Measure(picks, picker)),
        ];
        for (int picker = 0; picker < measured.Length; picker++)
        {
            int own = picker;
            (double Score, bool[] Has)[] sure =
            [
                .. pickers.Where((_, other) => other != own).SelectMany(picks => Bins(picks, pick => pick.Score)[0]),
            ];
            measured[picker].Recall = sure.Length == 0
                ? 0.5
                : Math.Clamp(sure.Count(pick => pick.Has[own]) / (double)sure.Length, Least, Most);
        }

        return measured;
    }

    /// <summary>Share of particles among picks of a score, between the middles of bins along straight lines.</summary>
    /// <param name="score">The score.</param>
    /// <returns>Between 0 and 1.</returns>
    public double Precision(double score)
    {
        int below = Array.FindIndex(_scores, middle => score >= middle);
        if (below <= 0)
        {
            return _precisions[below < 0 ? ^1 : 0];
        }

        double share = (score - _scores[below]) / (_scores[below - 1] - _scores[below]);
        return _precisions[below] + (share * (_precisions[below - 1] - _precisions[below]));
    }

    private static PickerReliability OfVerified(IReadOnlyList<(double Score, double Probability)> picks)
    {
        (double Score, double Probability)[][] bins = Bins(picks, pick => pick.Score);
        return Of(
            [.. bins.Select(bin => (bin[bin.Length / 2].Score, bin.Length))],
            [.. bins.Select(bin => bin.Average(pick => pick.Probability))]);
    }

    private static PickerReliability Measure(IReadOnlyList<(double Score, bool[] Has)> picks, int picker)
    {
        if (picks.Count == 0)
        {
            return new PickerReliability([0], [0.5]);
        }

        (double Score, bool[] Has)[][] bins = Bins(picks, pick => pick.Score);
        double[] confirmed =
        [
            .. bins.Select(bin => bin.Count(pick => pick.Has.Where((has, other) => has && other != picker).Any())
                / (double)bin.Length),
        ];
        double best = confirmed.Max();
        return Of(
            [.. bins.Select(bin => (bin[bin.Length / 2].Score, bin.Length))],
            [.. confirmed.Select(share => best > 0 ? share / best : 0.5)]);
    }

    // A bin of higher scores is never less precise.
    private static PickerReliability Of((double Score, int Picks)[] bins, double[] precisions)
    {
        for (int bin = bins.Length - 2; bin >= 0; bin--)
        {
            precisions[bin] = Math.Max(precisions[bin], precisions[bin + 1]);
        }

        precisions = [.. precisions.Select(precision => Math.Clamp(precision, Least, Most))];
        return new PickerReliability([.. bins.Select(bin => bin.Score)], precisions)
        {
            MeanPrecision = bins.Select((bin, n) => bin.Picks * precisions[n]).Sum() / bins.Sum(bin => bin.Picks),
        };
    }

    // By score, the best first; where all scores are equal, as of a person, there is one bin.
    private static T[][] Bins<T>(IReadOnlyList<T> picks, Func<T, double> score)
    {
        T[] sorted = [.. picks.OrderByDescending(score)];
        bool isOne = sorted.Length == 0 || score(sorted[0]) == score(sorted[^1]);
        int count = isOne ? 1 : Math.Clamp(sorted.Length / LeastInBin, 1, MostBins);
        return
        [
            .. Enumerable.Range(0, count).Select(bin =>
                sorted[(sorted.Length * bin / count)..(sorted.Length * (bin + 1) / count)]),
        ];
    }
}
