namespace DeepEM.Engine.Verification.Results;

/// <summary>Whether averages show particles or what any noise would show (Einstein from noise).</summary>
/// <remarks>
/// Two halves of the picks are classified apart. Each pick is held against the classes of the other half:
/// <code>G = H − H₀</code>
/// with H the mean evidence under the classes and H₀ under the same classes made round. The same is done with maxima of
/// pure noise.
/// </remarks>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Structure">G, nats per pick.</param>
/// <param name="StructureLow">Its lower end with 99 % certainty.</param>
/// <param name="Evidence">H, nats per pick.</param>
/// <param name="RoundEvidence">H₀, nats per pick.</param>
/// <param name="NoiseStructure">G of noise.</param>
/// <param name="NoiseEvidence">H of noise.</param>
public sealed record AverageGuard(
    AverageVerdict Verdict,
    double Structure,
    double StructureLow,
    double Evidence,
    double RoundEvidence,
    double NoiseStructure,
    double NoiseEvidence);
