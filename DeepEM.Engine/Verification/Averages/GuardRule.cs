using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>From evidence that was held out to a verdict on averages.</summary>
internal static class GuardRule
{
    /// <summary>Of fewer picks nothing can be said.</summary>
    public const int FewestCrops = 32;

    // Nats by which structure must lower the surprise of crops that averages were not made from.
    private const double LeastStructure = 0.3;

    // Picks must be that many times as much like their averages as maxima of noise are like theirs.
    private const double TimesNoise = 2;

    // Nats that noise is taken to have at least: averages that fit their own noise have fewer with other data.
    private const double LeastNoise = 1;

    // One-sided, 99 %, with a little for tails that are longer than the normal ones.
    private const double Deviations = 2.6;

    // What a picker's maxima of noise have where none were given, nats: the most that was seen.
    private const double UsualNoise = 3;

    /// <summary>Nothing could be measured.</summary>
    public static AverageGuard TooFew { get; } = new(AverageVerdict.TooFew, 0, 0, 0, 0, 0, 0);

    /// <summary>Judges.</summary>
    /// <param name="picks">Evidence of the picks.</param>
    /// <param name="counts">Which of them count; null for all.</param>
    /// <param name="noise">Evidence of maxima of noise; null where there are none.</param>
    public static AverageGuard Judge(HeldOutEvidence picks, IReadOnlyList<bool>? counts, HeldOutEvidence? noise)
    {
        int[] counted =
            [.. Enumerable.Range(0, picks.Evidence.Length).Where(i => counts is null || counts[i])];
        if (counted.Length < FewestCrops)
        {
            return TooFew;
        }

        double[] structures = [.. counted.Select(i => picks.Evidence[i] - picks.RoundEvidence[i])];
        double structure = structures.Average();
        double variance = structures.Sum(value => (value - structure) * (value - structure)) / (counted.Length - 1);
        double low = structure - (Deviations * Math.Sqrt(variance / counted.Length));
        double evidence = counted.Average(i => picks.Evidence[i]);
        double noiseEvidence = noise?.Evidence.Average() ?? UsualNoise;
        AverageVerdict verdict = !(evidence > TimesNoise * Math.Max(LeastNoise, noiseEvidence)) ? AverageVerdict.Noise
            : low > LeastStructure ? AverageVerdict.Particles
            : AverageVerdict.Featureless;
        return new AverageGuard(
            verdict,
            structure,
            low,
            evidence,
            counted.Average(i => picks.RoundEvidence[i]),
            noise is null ? 0 : noiseEvidence - noise.RoundEvidence.Average(),
            noiseEvidence);
    }
}
