using DeepEM.Engine.Models;

namespace DeepEM.Engine.Calibration;

/// <summary>Sets a general model's calibration to the micrograph at hand.</summary>
/// <remarks>
/// <para>
/// What a network that knows every kind of particle gives to mere noise depends on the micrograph: where particles
/// stand out, noise that resembles a faint one is still noise. The logits z of all candidates of a micrograph are two
/// crowds, noise and particles:
/// </para>
/// <code>f(z) = (1 − w)·N(z; m₀, s₀) + w·N(z; m₁, s₁)</code>
/// <para>
/// fitted by expectation and maximisation. The probability of one half moves to where the two are equally likely, but
/// no further than <see cref="LargestShift"/> beyond where the general calibration has it, and never below: particles
/// seen from several sides may form several crowds, of which the outermost must not banish the others. Where the two
/// lie closer than <see cref="LeastSeparation"/> deviations of the noise, there is but one crowd; then a particle must
/// stand out of it clearly.
/// </para>
/// </remarks>
public static class ScoreAdaptation
{
    /// <summary>Distance of the crowds, in deviations of the noise, from which on they are two.</summary>
    public const double LeastSeparation = 2.2;

    /// <summary>Largest logit by which the probability of one half moves up.</summary>
    public const double LargestShift = 3;

    // Of a few thousand places of noise none lies this many deviations beyond the mean by chance.
    private const double ClearlyOut = 4;
    private const int LeastCandidates = 30;
    private const int Rounds = 100;
    private const double LeastVariance = 0.05;

    /// <summary>Adapts a calibration.</summary>
    /// <param name="general">The calibration over all kinds of micrographs.</param>
    /// <param name="logits">Of all candidates of the micrograph, however low.</param>
    /// <returns>The calibration for this micrograph, of the same slope.</returns>
    public static ScoreCalibration Adapt(ScoreCalibration general, IReadOnlyList<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Count < LeastCandidates)
        {
            return general;
        }

        double half = -general.Intercept / general.Slope;
        double[] sorted = [.. logits];
        Array.Sort(sorted);
        double cut = Cut(sorted, half);
        return general with { Intercept = -general.Slope * cut };
    }

    private static double Cut(double[] sorted, double half)
    {
        double mean = sorted.Average();
        double deviation = Math.Sqrt(Math.Max(LeastVariance, sorted.Average(z => (z - mean) * (z - mean))));
        Crowds crowds = Fit(sorted);
        if (crowds.M1 - crowds.M0 < LeastSeparation * crowds.S0)
        {
            return Math.Max(half, mean + (ClearlyOut * deviation));
        }

        const int steps = 200;
        double cut = crowds.M1;
        for (int i = steps; i >= 0; i--)
        {
            double z = crowds.M0 + ((crowds.M1 - crowds.M0) * i / steps);
            if (crowds.Particle(z) < 0.5)
            {
                break;
            }

            cut = z;
        }

        return Math.Clamp(cut, half, half + LargestShift);
    }

    private static Crowds Fit(double[] sorted)
    {
        var crowds = new Crowds(
            0.2, sorted[(int)(sorted.Length * 0.3)], 1.5, sorted[(int)(sorted.Length * 0.98)], 1.5);
        for (int round = 0; round < Rounds; round++)
        {
            (double n1, double sum1, double squares1) = (1e-6, 0, 0);
            (double n0, double sum0, double squares0) = (1e-6, 0, 0);
            foreach (double z in sorted)
            {
                double r = crowds.Particle(z);
                n1 += r;
                sum1 += r * z;
                squares1 += r * z * z;
                n0 += 1 - r;
                sum0 += (1 - r) * z;
                squares0 += (1 - r) * z * z;
            }

            (double m0, double m1) = (sum0 / n0, sum1 / n1);
            crowds = new Crowds(
                n1 / (n0 + n1),
                m0,
                Math.Sqrt(Math.Max(LeastVariance, (squares0 / n0) - (m0 * m0))),
                m1,
                Math.Sqrt(Math.Max(LeastVariance, (squares1 / n1) - (m1 * m1))));
        }

        return crowds;
    }

    private readonly record struct Crowds(double W, double M0, double S0, double M1, double S1)
    {
        // A higher logit is never less of a particle, whatever the tails of the two say.
        public double Particle(double z)
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
}
