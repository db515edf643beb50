namespace DeepEM.Engine.Learning.Calibration;

/// <summary>The logits of the candidates of some micrographs as two normal crowds, noise and particles.</summary>
/// <remarks>
/// <code>f(z) = (1 − w)·N(z; m₀, s₀) + w·N(z; m₁, s₁)</code>
/// fitted by expectation and maximisation. A candidate that a person picked is one of the particles, and the particles
/// are as those are: what lies between noise and them, as what merely resembles a particle does, is not to widen their
/// crowd. Of the candidates that nobody picked, with c the share of the particles that was, a particle is (1 − c) times
/// as likely as w says.
/// </remarks>
/// <param name="W">Share of the particles among the candidates, 0 to 1.</param>
/// <param name="M0">Mean logit of noise.</param>
/// <param name="S0">Its deviation.</param>
/// <param name="M1">Mean logit of particles.</param>
/// <param name="S1">Its deviation.</param>
internal readonly record struct ScoreCrowds(double W, double M0, double S0, double M1, double S1)
{
    /// <summary>A crowd is taken to be this wide, squared, though fewer or equal logits say less.</summary>
    public const double LeastVariance = 0.05;

    // What was learnt from scores more than the like of it, by this over the root of how much was: on micrographs set
    // apart the best thresholds came with 1.5 to 2 of a logit less for 25 labels, and with 0.5 to 1 for 100.
    private const double KnownByHeart = 7.5;

    private const int Rounds = 100;

    /// <summary>The least logit from which on a candidate is rather a particle than noise, and all above are.</summary>
    public double Cut
    {
        get
        {
            const int steps = 200;
            double cut = M1;
            for (int i = steps; i >= 0; i--)
            {
                double z = M0 + ((M1 - M0) * i / steps);
                if (Particle(z) < 0.5)
                {
                    break;
                }

                cut = z;
            }

            return cut;
        }
    }

    /// <summary>Fits the crowds of candidates that nobody has looked at.</summary>
    /// <param name="sorted">Their logits, ascending; at least one.</param>
    public static ScoreCrowds Fit(ReadOnlySpan<double> sorted) => Refine(
        new ScoreCrowds(0.2, sorted[(int)(sorted.Length * 0.3)], 1.5, sorted[(int)(sorted.Length * 0.98)], 1.5),
        sorted,
        picked: null,
        labelled: 0).Crowds;

    /// <summary>Fits the crowds of candidates some of which a person picked, and the network learnt.</summary>
    /// <param name="logits">Of all candidates.</param>
    /// <param name="labelled">Which of them were picked, at least one.</param>
    /// <returns>The crowds, and c, the share of the particles that was picked.</returns>
    public static (ScoreCrowds Crowds, double Completeness) Fit(double[] logits, bool[] labelled)
    {
        double[] known = [.. logits.Where((_, i) => labelled[i])];
        double mean = known.Average();
        double deviation = Math.Sqrt(Math.Max(1, known.Average(z => (z - mean) * (z - mean))));
        double[] sorted = [.. logits.Order()];
        var start = new ScoreCrowds(
            Math.Clamp(1.2 * known.Length / logits.Length, 0.2, 0.9),
            sorted[(int)(sorted.Length * 0.3)],
            1.5,
            mean - (KnownByHeart / Math.Sqrt(known.Length)),
            deviation);
        return Refine(start, logits, labelled, known.Length);
    }

    /// <summary>Probability that a candidate is a particle.</summary>
    /// <param name="z">Its logit.</param>
    /// <returns>0 to 1; a higher logit is never less of a particle, whatever the tails of the crowds say.</returns>
    public double Particle(double z) => Particle(z, W);

    private static (ScoreCrowds Crowds, double Completeness) Refine(
        ScoreCrowds crowds, ReadOnlySpan<double> logits, bool[]? picked, int labelled)
    {
        double completeness = labelled > 0 ? 0.5 : 0;
        for (int round = 0; round < Rounds; round++)
        {
            (double n1, double sum1, double squares1) = (1e-6, 0, 0);
            (double n0, double sum0, double squares0) = (1e-6, 0, 0);
            for (int i = 0; i < logits.Length; i++)
            {
                double z = logits[i];
                double r = picked is not null && picked[i] ? 1 : crowds.Particle(z, (1 - completeness) * crowds.W);
                n1 += r;
                sum1 += r * z;
                squares1 += r * z * z;
                n0 += 1 - r;
                sum0 += (1 - r) * z;
                squares0 += (1 - r) * z * z;
            }

            double m0 = sum0 / n0;
            crowds = crowds with
            {
                W = n1 / (n0 + n1),
                M0 = m0,
                S0 = Math.Sqrt(Math.Max(LeastVariance, (squares0 / n0) - (m0 * m0))),
            };
            if (picked is null)
            {
                double m1 = sum1 / n1;
                crowds = crowds with
                {
                    M1 = m1,
                    S1 = Math.Sqrt(Math.Max(LeastVariance, (squares1 / n1) - (m1 * m1))),
                };
            }

            completeness = labelled / Math.Max(labelled, n1);
        }

        return (crowds, completeness);
    }

    private double Particle(double z, double share)
    {
        if (z >= M1 || z <= M0)
        {
            return z >= M1 ? 1 : 0;
        }

        double particles = share / S1 * Math.Exp(-0.5 * (z - M1) * (z - M1) / (S1 * S1));
        double noise = (1 - W) / S0 * Math.Exp(-0.5 * (z - M0) * (z - M0) / (S0 * S0));
        return particles / (particles + noise + 1e-300);
    }
}
