namespace DeepEM.Engine.Verification.Probabilities;

/// <summary>How likely each pick is a particle, from its score and its class, without a label.</summary>
/// <remarks>
/// Scores z form two crowds, of noise (f₀, from decoys) and of particles (f₁); how many of the picks are particles
/// belongs to the class:
/// <code>
/// r = p_c·λ(z) / (p_c·λ(z) + 1 − p_c),    λ(z) = max over z' ≤ z of f₁(z')/f₀(z')
/// p_c = (Σ r + 2·⟨r⟩) / (n_c + 2),    f₁ from r
/// </code>
/// repeated from p_c = 1 − (the share of noise that was counted) on. The densities are
/// histograms. A higher score is never less of a particle. Few particles
/// score below 0: there f₁ is damped by exp(2·z), or it would swallow the noise. Beyond the last bin that holds ten
/// decoys their density goes on as an exponential.
/// </remarks>
internal sealed class ClassMixture
{
    /// <summary>Fewer decoys tell nothing about noise.</summary>
    public const int LeastDecoys = 20;

    private const double BinWidth = 0.5;
    private const double LowestBin = -6;
    private const double HighestBin = 12;
    private const int Rounds = 40;
    private const double Prior = 2;
    private const double LeastInBin = 10;
    private const double LeastRate = 0.5;
    private const double Some = 0.2;
    private const double Smoothing = 0.7;
    private const double Damping = 2;
    private const double SurelyParticles = 1;
    private const double LeastShare = 0.02;

    private ClassMixture(double[] probabilities, double[] classProbabilities) =>
        (Probabilities, ClassProbabilities) = (probabilities, classProbabilities);

    /// <summary>r of each pick, 0 to 1.</summary>
    public double[] Probabilities { get; }

    /// <summary>p of each class, 0 to 1.</summary>
    public double[] ClassProbabilities { get; }

    /// <summary>Fits the crowds.</summary>
    /// <param name="logits">Of each pick its score, above that from which candidates are kept.</param>
    /// <param name="classes">Of each pick the number of its class, from 0.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="noiseShare">Share of noise among all picks, 0 to 1, as decoys were counted.</param>
    /// <param name="decoys">Scores of maxima of noise, on the same scale, with what each stands for; as many as
    /// <see cref="LeastDecoys"/> or more.</param>
    public static ClassMixture Fit(
        double[] logits,
        int[] classes,
        int classCount,
        double noiseShare,
        IReadOnlyList<(double Logit, double Weight)> decoys)
    {
        // Below the lowest pick noise has a density and particles have none.
        double first = logits.Length == 0 ? 0
            : Math.Clamp(Math.Floor(logits.Min() / BinWidth) * BinWidth, LowestBin, HighestBin - BinWidth);
        int bins = (int)Math.Round((HighestBin - first) / BinWidth);
        int[] bin = [.. logits.Select(BinOf)];
        double[] noise = Noise(decoys, first, bins);
        double[] particles = new double[bins];
        foreach (double logit in logits.Where(logit => logit > SurelyParticles))
        {
            particles[BinOf(logit)]++;
        }

        Normalise(particles, addend: 0.5);
        double[] shares = new double[classCount];
        Array.Fill(shares, Math.Clamp(1 - noiseShare, LeastShare, 1 - LeastShare));
        double[] r = new double[logits.Length];
        for (int round = 0; round < Rounds; round++)
        {
            double[] ratios = Ratios(particles, noise);
            for (int i = 0; i < r.Length; i++)
            {
                double odds = shares[classes[i]] * ratios[bin[i]];
                r[i] = odds / (odds + 1 - shares[classes[i]]);
            }

            shares = Shares(r, classes, classCount);
            particles = Particles(r, bin, first, bins);
        }

        return new ClassMixture(r, shares);

        int BinOf(double logit) => Math.Clamp((int)Math.Floor((logit - first) / BinWidth), 0, bins - 1);
    }

    private static double[] Noise(IReadOnlyList<(double Logit, double Weight)> decoys, double first, int bins)
    {
        double[] density = new double[bins];
        int[] counts = new int[bins];
        double weight = decoys.Average(decoy => decoy.Weight);
        foreach ((double logit, double each) in decoys.Where(decoy => decoy.Logit >= first))
        {
            int bin = Math.Min(bins - 1, (int)((logit - first) / BinWidth));
            density[bin] += each / weight;
            counts[bin]++;
        }

        int last = Array.FindLastIndex(counts, count => count >= LeastInBin);
        last = last < 0 ? Math.Min(2, bins - 1) : last;
        int before = Math.Max(0, last - 2);
        double fall = last == before ? LeastRate
            : Math.Log(Math.Max(1, density[before]) / Math.Max(1, density[last])) / (last - before);
        double rate = Math.Max(LeastRate, fall);
        for (int i = last + 1; i < bins; i++)
        {
            density[i] = density[i - 1] * Math.Exp(-rate);
        }

        for (int i = 0; i <= last; i++)
        {
            density[i] += Some;
        }

        Normalise(density, addend: 1e-6);
        return density;
    }

    private static double[] Ratios(double[] particles, double[] noise)
    {
        double[] ratios = new double[noise.Length];
        double highest = 0;
        for (int i = 0; i < ratios.Length; i++)
        {
            highest = Math.Max(highest, particles[i] / noise[i]);
            ratios[i] = highest;
        }

        return ratios;
    }

    private static double[] Shares(double[] r, int[] classes, int classCount)
    {
        double mean = r.Length == 0 ? 0 : r.Average();
        double[] sums = new double[classCount];
        int[] counts = new int[classCount];
        for (int i = 0; i < r.Length; i++)
        {
            sums[classes[i]] += r[i];
            counts[classes[i]]++;
        }

        return [.. sums.Zip(counts, (sum, count) => (sum + (Prior * mean)) / (count + Prior))];
    }

    private static double[] Particles(double[] r, int[] bin, double first, int bins)
    {
        double[] counted = new double[bins];
        for (int i = 0; i < r.Length; i++)
        {
            counted[bin[i]] += r[i];
        }

        double[] smooth = new double[bins];
        for (int i = 0; i < bins; i++)
        {
            (double sum, double weights) = (0, 0);
            for (int j = Math.Max(0, i - 3); j <= Math.Min(bins - 1, i + 3); j++)
            {
                double weight = Math.Exp(-0.5 * (i - j) * (i - j) / (Smoothing * Smoothing));
                (sum, weights) = (sum + (weight * (counted[j] + Some)), weights + weight);
            }

            double edge = first + (i * BinWidth);
            smooth[i] = sum / weights * Math.Exp(Damping * Math.Min(0, edge));
        }

        Normalise(smooth, addend: 0);
        return smooth;
    }

    private static void Normalise(double[] values, double addend)
    {
        double sum = values.Sum() + (addend * values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] + addend) / sum;
        }
    }
}
