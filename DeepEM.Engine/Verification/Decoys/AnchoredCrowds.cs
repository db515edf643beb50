namespace DeepEM.Engine.Verification.Decoys;

/// <summary>The logits of a micrograph's candidates as two crowds, of which decoys say where the noise is.</summary>
/// <remarks>
/// <code>f(z) = (1 − w)·N(z; m₀, s₀) + w·N(z; m₁, s₁)</code>
/// m₀ is the median of the decoys, s₀ comes from their quantile of nine tenths (what lies below the median decides
/// nothing), and w, m₁, s₁ are fitted by expectation and maximisation, from w = 1 − (noise the decoys stand for) /
/// (candidates) on.
/// </remarks>
/// <param name="W">Share of the particles among the candidates, 0 to 1.</param>
/// <param name="M0">Median logit of noise.</param>
/// <param name="S0">Its deviation.</param>
/// <param name="M1">Mean logit of particles.</param>
/// <param name="S1">Its deviation.</param>
internal readonly record struct AnchoredCrowds(double W, double M0, double S0, double M1, double S1)
{
    private const double UpperQuantile = 0.9;

    // Of a normal curve, in deviations.
    private const double UpperQuantileAt = 1.2816;
    private const double LeastNoise = 0.05;
    private const double LeastVariance = 0.3;
    private const double LeastShare = 0.02;
    private const int Rounds = 100;
    private const int Steps = 300;

    /// <summary>How far the particles' mean lies above the noise, in deviations of the noise.</summary>
    public double Separation => (M1 - M0) / S0;

    /// <summary>The least logit from which on a candidate is rather a particle than noise.</summary>
    public double Cut
    {
        get
        {
            double cut = M1;
            for (int i = Steps; i >= 0; i--)
            {
                double z = M0 + ((M1 - M0) * i / Steps);
                if (Particle(z) < 0.5)
                {
                    break;
                }

                cut = z;
            }

            return cut;
        }
    }

    /// <summary>Fits the crowd of the particles.</summary>
    /// <param name="logits">Of all candidates, from the largest to the least; at least one.</param>
    /// <param name="noise">Of the decoys, from the largest to the least; at least one.</param>
    /// <param name="scale">Maxima of noise among the candidates for each decoy.</param>
    public static AnchoredCrowds Fit(double[] logits, double[] noise, double scale)
    {
        (double middle, double deviation) = NoiseOf(noise);
        double share = Math.Max(LeastShare, 1 - (scale * noise.Length / logits.Length));
        double high = logits[(int)(logits.Length * 0.02)];
        var crowds = new AnchoredCrowds(share, middle, deviation, Math.Max(high, middle + (2 * deviation)), 1.5);
        for (int round = 0; round < Rounds; round++)
        {
            (double n, double sum, double squares) = (1e-6, 0, 0);
            foreach (double z in logits)
            {
                double r = crowds.Particle(z);
                n += r;
                sum += r * z;
                squares += r * z * z;
            }

            double mean = sum / n;
            double variance = Math.Max(LeastVariance, (squares / n) - (mean * mean));
            crowds = crowds with { W = n / logits.Length, M1 = mean, S1 = Math.Sqrt(variance) };
        }

        return crowds;
    }

    /// <summary>Middle and deviation of the upper part of a noise's logits.</summary>
    /// <param name="noise">From the largest to the least; at least one.</param>
    public static (double Middle, double Deviation) NoiseOf(double[] noise)
    {
        double middle = Quantile(noise, 0.5);
        return (middle, Math.Max(LeastNoise, (Quantile(noise, UpperQuantile) - middle) / UpperQuantileAt));
    }

    /// <summary>The logit that a share of the candidates does not reach.</summary>
    /// <param name="descending">From the largest to the least; at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(double[] descending, double share) =>
        descending[(int)Math.Round((descending.Length - 1) * (1 - share))];

    // A higher logit is never less of a particle, whatever the tails of the crowds say.
    private double Particle(double z)
    {
        if (z >= M1 || z <= M0)
        {
            return z >= M1 ? 1 : 0;
        }

        double particles = W / S1 * Math.Exp(-0.5 * (z - M1) * (z - M1) / (S1 * S1));
        double noise = (1 - W) / S0 * Math.Exp(-0.5 * (z - M0) * (z - M0) / (S0 * S0));
        return particles / (particles + noise + 1e-300);
    }
}
