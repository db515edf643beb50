using System.Buffers;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Sets a general calibration to a micrograph by the noise that was measured on it.</summary>
/// <remarks>
/// <para>
/// The slope stays, and the probability of one half moves to where a candidate is as likely noise as a particle by
/// <see cref="AnchoredCrowds"/>, the less the fewer decoys there are, and no further down than
/// <see cref="LargestFall"/>.
/// Decoys do not know junk: lumps and broken particles are no noise. Where the candidates alone form two crowds that
/// are clearly apart (<see cref="ScoreCrowds"/>), the half moves up to where those are equally likely, by
/// <see cref="LargestRise"/> of a logit above the general one at most.
/// </para>
/// <para>
/// Where a crowd of particles is not clear of the noise (<see cref="IsInDoubt"/>), the candidates are held against
/// noise without any particles: if they reach hardly further than that does, they are that.
/// </para>
/// </remarks>
/// <param name="General">The calibration over all kinds of micrographs.</param>
/// <param name="Crowds">Noise and particles by the decoys.</param>
/// <param name="Half">Logit of the probability of one half on this micrograph.</param>
/// <param name="IsInDoubt">Whether the particles are not clear of the noise.</param>
internal sealed record DecoyCalibration(
    ScoreCalibration General, AnchoredCrowds Crowds, double Half, bool IsInDoubt)
{
    /// <summary>Largest logit by which the half moves down.</summary>
    public const double LargestFall = 1.5;

    /// <summary>Largest logit by which the half moves up for crowds without decoys.</summary>
    public const double LargestRise = 1.5;

    /// <summary>Candidates from which on there is anything to fit.</summary>
    public const int LeastCandidates = 30;

    // Distance of two crowds, in deviations of the noise, from which on they are clearly apart.
    private const double Apart = 2.2;

    // So few particles are none, but for those that lie far out.
    private const double FewParticles = 0.1;

    // As many decoys weigh as much as the general calibration.
    private const double GeneralDecoys = 30;

    // Candidates whose upper part lies less than this above that of noise, in deviations, are noise. The mean of the
    // upper part of a thousand maxima is known to a third of that.
    private const double LeastExcess = 0.12;
    private const double UpperPart = 0.3;

    // Of a few thousand places of noise none lies so many deviations above the middle by chance.
    private const double BeyondNoise = 4.5;
    private const double HighQuantile = 0.975;
    private const double HighQuantileAt = 1.96;

    /// <summary>Whether all candidates were found to be nothing but noise.</summary>
    public bool IsNoise { get; private init; }

    /// <summary>The calibration for this micrograph.</summary>
    public ScoreCalibration Calibration => General with { Intercept = -General.Slope * Half };

    /// <summary>Sets the calibration.</summary>
    /// <param name="general">The calibration over all kinds of micrographs.</param>
    /// <param name="logits">Of all candidates, from the largest to the least; <see cref="LeastCandidates"/> or more.
    /// </param>
    /// <param name="noise">What the decoys say.</param>
    public static DecoyCalibration Of(ScoreCalibration general, double[] logits, NoiseSample noise)
    {
        double half = -general.Intercept / general.Slope;
        if (noise.Logits.Length == 0)
        {
            return new DecoyCalibration(general, default, half, IsInDoubt: false);
        }

        var anchored = AnchoredCrowds.Fit(logits, noise.Logits, noise.Scale);
        double known = noise.Logits.Length / (noise.Logits.Length + GeneralDecoys);
        double moved = (known * Math.Max(anchored.Cut, half - LargestFall)) + ((1 - known) * half);
        ScoreCrowds alone = Alone(logits);
        bool areTwo = alone.M1 >= half && alone.M1 - alone.M0 >= Apart * alone.S0;
        if (areTwo)
        {
            moved = Math.Max(moved, Math.Min(alone.Cut, half + LargestRise));
        }

        return new DecoyCalibration(general, anchored, moved, IsDoubtful(anchored));
    }

    /// <summary>Holds candidates that may be nothing but noise against noise alone.</summary>
    /// <param name="logits">Of all candidates, from the largest to the least.</param>
    /// <param name="pure">Of decoys without particles, from the largest to the least; at least one.</param>
    /// <returns>This calibration, or one by which no more than a stray candidate is a particle.</returns>
    public DecoyCalibration Against(double[] logits, double[] pure)
    {
        (double middle, double deviation) = AnchoredCrowds.NoiseOf(pure);
        double excess = UpperMean(logits) - UpperMean(pure);
        if (excess >= LeastExcess * deviation)
        {
            return this;
        }

        double tail = (AnchoredCrowds.Quantile(pure, HighQuantile) - middle) / HighQuantileAt;
        return this with
        {
            Half = Math.Max(Half, middle + (BeyondNoise * Math.Max(deviation, tail))),
            IsNoise = true,
        };
    }

    private static ScoreCrowds Alone(double[] descending)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(descending.Length);
        Span<double> ascending = rented.AsSpan(0, descending.Length);
        descending.CopyTo(ascending);
        ascending.Reverse();
        var crowds = ScoreCrowds.Fit(ascending);
        ArrayPool<double>.Shared.Return(rented);
        return crowds;
    }

    private static double UpperMean(double[] descending) =>
        descending.Take((int)Math.Ceiling(UpperPart * descending.Length)).Average();

    private static bool IsDoubtful(AnchoredCrowds crowds) =>
        crowds.Separation < Apart || (crowds.W < FewParticles && crowds.Separation < BeyondNoise);
}
