using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>Sets a general model's calibration to the micrograph at hand.</summary>
/// <remarks>
/// <para>
/// What a network that knows every kind of particle gives to mere noise depends on the micrograph: where particles
/// stand out, noise that resembles a faint one is still noise. The logits of all candidates of a micrograph are two
/// crowds, noise and particles (<see cref="ScoreCrowds"/>).
/// </para>
/// <para>
/// The probability of one half moves to where the two are equally likely, but no further than
/// <see cref="LargestShift"/> beyond where the general calibration has it, and never below: particles seen from several
/// sides may form several crowds, of which the outermost must not banish the others. Where the two lie closer than
/// <see cref="LeastSeparation"/> deviations of the noise, there is but one crowd; then a particle must stand out of it
/// clearly. So must an upper crowd whose mean is no particle by the general calibration: maxima of noise, being skewed,
/// make a second crowd that lies close.
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
        double deviation = Math.Sqrt(Math.Max(ScoreCrowds.LeastVariance, sorted.Average(z => (z - mean) * (z - mean))));
        var crowds = ScoreCrowds.Fit(sorted);
        double least = crowds.M1 < half ? ClearlyOut : LeastSeparation;
        if (crowds.M1 - crowds.M0 < least * crowds.S0)
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
}
