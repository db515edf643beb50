namespace DeepEM.Engine.Verification.Results;

/// <summary>All that a verification found, in memory: what its files and its report are made of.</summary>
public sealed record VerificationResult
{
    /// <summary>Particle diameter, angstrom.</summary>
    public required double DiameterAngstrom { get; init; }

    /// <summary>The micrographs, those without picks too.</summary>
    public required IReadOnlyList<VerifiedMicrograph> Micrographs { get; init; }

    /// <summary>The picks, micrograph by micrograph.</summary>
    public required IReadOnlyList<VerifiedPick> Picks { get; init; }

    /// <summary>The classes, by number; empty where there were too few picks.</summary>
    public IReadOnlyList<VerifiedClass> Classes { get; init; } = [];

    /// <summary>Averages of maxima of pure noise, for the eye to compare.</summary>
    public IReadOnlyList<VerifiedClass> NoiseClasses { get; init; } = [];

    /// <summary>Rows and columns of the averages.</summary>
    public int ClassSide { get; init; } = 64;

    /// <summary>Pixel size of the averages, angstrom.</summary>
    public double ClassPixelSizeAngstrom { get; init; }

    /// <summary>Radius of the mask round the averages, their pixels.</summary>
    public double ClassMaskRadius { get; init; }

    /// <summary>Noise among the picks by threshold, lowest first; empty where noise was not seen.</summary>
    public IReadOnlyList<NoiseRatePoint> NoiseRates { get; init; } = [];

    /// <summary>Noise among the picks as they came: at the highest threshold that all but 2 % of them reach, because
    /// one pick that scores far below the others would count all noise down to it; null where noise was not seen.
    /// </summary>
    public NoiseRatePoint? NoiseOfPicks => NoiseRates.LastOrDefault(point => point.Picks >= 0.98 * NoiseRates[0].Picks);

    /// <summary>Which pass of decoys stands, 1 or 2; 0 where noise was not seen.</summary>
    public int NoisePass { get; init; }

    /// <summary>What the count of decoys is multiplied by so that it fits the candidates that are noise, 0 to 1.
    /// </summary>
    public double NoiseAnchor { get; init; } = 1;

    /// <summary>Logits of all candidates above the one that they are kept from, largest first (for the diagnostic).
    /// </summary>
    public IReadOnlyList<double> CandidateLogits { get; init; } = [];

    /// <summary>The same of the maxima of decoys, with how many candidates each stands for.</summary>
    public IReadOnlyList<(double Logit, double Weight)> DecoyLogits { get; init; } = [];

    /// <summary>Whether the averages show particles; null where there were too few picks.</summary>
    public AverageGuard? Guard { get; init; }

    /// <summary>Stages and how long each took.</summary>
    public IReadOnlyList<(string Stage, TimeSpan Elapsed)> Times { get; init; } = [];
}
