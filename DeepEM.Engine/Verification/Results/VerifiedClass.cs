namespace DeepEM.Engine.Verification.Results;

/// <summary>A class of picks that look alike, and its average.</summary>
/// <param name="Number">Its number, from 1; the same in every file.</param>
/// <param name="Average">Side·Side grey levels, row by row, particles bright
/// (<see cref="VerificationResult.ClassSide"/>).</param>
/// <param name="Count">Picks whose most likely class this is.</param>
public sealed record VerifiedClass(int Number, float[] Average, int Count)
{
    /// <summary>Share of all picks, by count, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Share of particles among its picks, estimated without labels, 0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>Mean evidence of its picks under the other half's classes, nats (H).</summary>
    public double HeldOutEvidence { get; init; }

    /// <summary>What of it structure beyond a round blob adds, nats (G).</summary>
    public double Structure { get; init; }

    /// <summary>Where the averages of the two halves stop to agree, angstrom; says nothing of noise, on which they
    /// agree as well.</summary>
    public double ResolutionAngstrom { get; init; }

    /// <summary>How well rotations are known, degrees.</summary>
    public double RotationAccuracyDegrees { get; init; }

    /// <summary>How well centres are known, angstrom.</summary>
    public double TranslationAccuracyAngstrom { get; init; }

    /// <summary>Whether it has no more to show than noise has.</summary>
    public bool LooksEmpty { get; init; }

    /// <summary>Signal over noise for each ring in Fourier space, ring 0 first.</summary>
    public IReadOnlyList<double> SignalToNoise { get; init; } = [];
}
