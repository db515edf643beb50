using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>How many of the candidates from a threshold on are maxima of noise, as far as decoys can tell.</summary>
/// <remarks>
/// <code>
/// F(t) = Σ s·D(t),    FDR(t) = min(1, π·F(t) / T(t)),    q(t) = min over t' ≤ t of FDR(t')
/// π = min(1, T[b] / F[b])  over the band b = [t_keep − 3, t_keep − 2), where both hold 30 or more; else 1
/// </code>
/// with D(t) the decoys and T(t) the candidates from t on, and s what a decoy stands for
/// (<see cref="NoiseSample.Scale"/>, less the area of particles that were not kept), summed over micrographs. The
/// anchor π: maxima in the band are noise, so decoys cannot be more. Junk is no noise, and is not seen.
/// </remarks>
internal sealed class FalseDiscovery
{
    private const double BandFrom = 3;
    private const double BandTo = 2;
    private const double LeastInBand = 30;

    // So far below what is kept a pick is noise; how many such picks say something of a program.
    private const double Below = 1;
    private const int LeastTaken = 10;

    // Steps in which candidates below the kept ones are counted, and how much of the open area they take at most.
    private const double Step = 0.5;
    private const double LargestMissedShare = 0.5;

    // Draws of micrographs for the interval, and from how many micrographs on they say anything.
    private const int Resamplings = 200;
    private const int LeastMicrographs = 5;
    private const double Tail = 0.025;

    private readonly IReadOnlyList<(double[] Candidates, NoiseSample Noise)> _micrographs;
    private readonly double _areaShare;
    private readonly double[] _candidates;
    private readonly (double Logit, double Scale)[] _decoys;

    /// <summary>Adds the micrographs up.</summary>
    /// <param name="micrographs">Of each the logits of its candidates, from the largest to the least, and its noise.
    /// </param>
    /// <param name="like">Where anchor and area are taken from; null for these candidates. Picks of which someone left
    /// the lowest out say nothing of them.</param>
    public FalseDiscovery(
        IReadOnlyList<(double[] Candidates, NoiseSample Noise)> micrographs, FalseDiscovery? like = null)
        : this(micrographs, like, like?.Anchor)
    {
    }

    private FalseDiscovery(
        IReadOnlyList<(double[] Candidates, NoiseSample Noise)> micrographs, FalseDiscovery? like, double? anchor)
    {
        _micrographs = micrographs;
        _areaShare = like?._areaShare ?? AreaShareOfNoise(micrographs);
        _candidates = [.. micrographs.SelectMany(each => each.Candidates).OrderDescending()];
        _decoys =
        [
            .. micrographs
                .SelectMany(each => WithScale(each.Noise))
                .OrderByDescending(decoy => decoy.Logit),
        ];
        double keptFrom = micrographs.Count == 0 ? 0 : micrographs.Max(each => each.Noise.KeptFrom);
        (double low, double high) = (keptFrom - BandFrom, keptFrom - BandTo);
        double candidates = Candidates(low) - Candidates(high);
        double noise = Noise(low) - Noise(high);
        Anchor = anchor ?? AnchorOf(candidates, noise);
    }

    /// <summary>Picks of another program among the candidates: it took some of the noise, and nobody says how much.
    /// </summary>
    /// <remarks>
    /// Picks that score far below what is kept are noise, too: their share of the decoys there is the share of noise
    /// that the program took, π.
    /// </remarks>
    /// <param name="picks">Of each micrograph the logits of its picks, from the largest to the least, and its noise.
    /// </param>
    /// <param name="candidates">All candidates of the same micrographs.</param>
    public static FalseDiscovery OfOthers(
        IReadOnlyList<(double[] Candidates, NoiseSample Noise)> picks, FalseDiscovery candidates)
    {
        FalseDiscovery found = new(picks, candidates);
        double low = picks.Count == 0 ? 0 : picks.Max(each => each.Noise.KeptFrom) - Below;
        int taken = found._candidates.Length - found.Candidates(low);
        double drawn = found.Noise(double.NegativeInfinity) - found.Noise(low);
        return taken < LeastTaken || drawn < LeastInBand ? found
            : new FalseDiscovery(picks, candidates, Math.Min(candidates.Anchor, taken / drawn));
    }

    /// <summary>π of one micrograph, as its <see cref="Anchor"/> would be.</summary>
    /// <param name="candidates">Logits of its candidates, from the largest to the least.</param>
    /// <param name="noise">Its noise.</param>
    public static double AnchorOf(double[] candidates, NoiseSample noise)
    {
        double scale = noise.Scale;
        (double low, double high) = (noise.KeptFrom - BandFrom, noise.KeptFrom - BandTo);
        return AnchorOf(InBand(candidates), scale * InBand(noise.Logits));

        int InBand(double[] descending) =>
            Descending.CountFrom(descending, low) - Descending.CountFrom(descending, high);
    }

    /// <summary>π, above 0 and up to 1.</summary>
    public double Anchor { get; }

    /// <summary>What one decoy of a micrograph stands for, s.</summary>
    /// <param name="noise">The micrograph's noise.</param>
    public double ScaleOf(NoiseSample noise) => _areaShare * noise.Scale;

    /// <summary>T(t).</summary>
    /// <param name="threshold">Least logit, t.</param>
    public int Candidates(double threshold) => Descending.CountFrom(_candidates, threshold);

    /// <summary>F(t), without the anchor.</summary>
    /// <param name="threshold">Least logit, t.</param>
    public double Noise(double threshold) =>
        _decoys.TakeWhile(decoy => decoy.Logit >= threshold).Sum(decoy => decoy.Scale);

    /// <summary>FDR(t): 0 where there are neither candidates nor decoys, 1 where there are decoys alone.</summary>
    /// <param name="threshold">Least logit, t.</param>
    public double Rate(double threshold) => Rate(Noise(threshold), Candidates(threshold));

    /// <summary>q(t), the least rate of all thresholds down from this one: it never rises with the threshold.</summary>
    /// <param name="threshold">Least logit, t.</param>
    public double Q(double threshold)
    {
        double least = Rate(threshold);
        double noise = Noise(threshold);
        int decoy = _decoys.TakeWhile(each => each.Logit >= threshold).Count();
        for (int i = Candidates(threshold); i < _candidates.Length; i++)
        {
            for (; decoy < _decoys.Length && _decoys[decoy].Logit >= _candidates[i]; decoy++)
            {
                noise += _decoys[decoy].Scale;
            }

            least = Math.Min(least, Rate(noise, i + 1));
        }

        return least;
    }

    /// <summary>Decoys from a threshold on, over all draws.</summary>
    /// <param name="threshold">Least logit, t.</param>
    public int Decoys(double threshold) => _decoys.TakeWhile(decoy => decoy.Logit >= threshold).Count();

    /// <summary>Where the rate lies with 95 % certainty: by the number of decoys, and by how much micrographs differ
    /// where there are five or more of them.</summary>
    /// <param name="threshold">Least logit, t.</param>
    /// <returns>The least and the largest rate, 0 to 1.</returns>
    public (double Low, double High) Interval(double threshold)
    {
        int count = _decoys.TakeWhile(decoy => decoy.Logit >= threshold).Count();
        int candidates = Candidates(threshold);
        double each = count > 0 ? Noise(threshold) / count : _decoys.Select(decoy => decoy.Scale).FirstOrDefault(1);
        (double low, double high) = PoissonInterval.Of(count);
        (double least, double most) = (Rate(each * low, candidates), Rate(each * high, candidates));
        if (_micrographs.Count >= LeastMicrographs)
        {
            double[] rates = Resampled(threshold);
            least = Math.Min(least, rates[(int)(Tail * rates.Length)]);
            most = Math.Max(most, rates[(int)((1 - Tail) * rates.Length)]);
        }

        return (least, most);
    }

    // Rates of as many micrographs drawn with return, lowest first.
    private double[] Resampled(double threshold)
    {
        (int Candidates, double Noise)[] each =
        [
            .. _micrographs.Select(one => (
                Descending.CountFrom(one.Candidates, threshold),
                ScaleOf(one.Noise) * Descending.CountFrom(one.Noise.Logits, threshold))),
        ];
        var random = new RandomSource(each.Length);
        double[] rates = new double[Resamplings];
        for (int n = 0; n < rates.Length; n++)
        {
            (int candidates, double noise) = (0, 0);
            for (int i = 0; i < each.Length; i++)
            {
                (int some, double more) = each[random.NextInt32(each.Length)];
                (candidates, noise) = (candidates + some, noise + more);
            }

            rates[n] = Rate(noise, candidates);
        }

        Array.Sort(rates);
        return rates;
    }

    private static double AnchorOf(double candidates, double noise) =>
        candidates >= LeastInBand && noise >= LeastInBand ? Math.Min(1, candidates / noise) : 1;

    private double Rate(double noise, int candidates) =>
        candidates == 0 ? Math.Sign(noise) : Math.Min(1, Anchor * noise / candidates);

    // Particles that were not kept lie where decoys have noise: E(t) = T(t) − F(t) grows below the logit from which
    // candidates are kept by their number, as far as it does so by more than its deviation.
    private static double AreaShareOfNoise(IReadOnlyList<(double[] Candidates, NoiseSample Noise)> micrographs)
    {
        double open = micrographs.Sum(one => (double)one.Noise.Open);
        int kept = micrographs.Sum(one => one.Noise.Kept);
        if (open <= 0 || kept == 0)
        {
            return 1;
        }

        double[] scales = [.. micrographs.Select(one => one.Noise.Scale)];
        double missed = 0;
        for (double below = Step; below <= BandFrom; below += Step)
        {
            (double more, double variance) = (0, 0);
            for (int i = 0; i < scales.Length; i++)
            {
                (double[] candidates, NoiseSample noise) = micrographs[i];
                int found = Between(candidates, noise.KeptFrom, below);
                int drawn = Between(noise.Logits, noise.KeptFrom, below);
                more += found - (scales[i] * drawn);
                variance += found + (scales[i] * scales[i] * drawn);
            }

            missed = Math.Max(missed, more - Math.Sqrt(variance));
        }

        double each = micrographs.Sum(one => (double)one.Noise.KeptArea) / kept;
        return 1 - Math.Min(LargestMissedShare, missed * each / open);
    }

    private static int Between(double[] descending, double keptFrom, double below) =>
        Descending.CountFrom(descending, keptFrom - below) - Descending.CountFrom(descending, keptFrom);

    private IEnumerable<(double Logit, double Scale)> WithScale(NoiseSample noise)
    {
        double scale = ScaleOf(noise);
        return noise.Logits.Select(logit => (logit, scale));
    }
}
