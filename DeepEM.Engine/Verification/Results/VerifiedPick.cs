using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Results;

/// <summary>A pick and what verification found out about it.</summary>
/// <param name="Micrograph">Number of its micrograph, from 0 (<see cref="VerificationResult.Micrographs"/>).</param>
/// <param name="Particle">Place and score as the picker gave them.</param>
public sealed record VerifiedPick(int Micrograph, Particle Particle)
{
    /// <summary>The network's logit there, above that from which candidates are kept; null where it was not scored.
    /// </summary>
    public double? Logit { get; init; }

    /// <summary>That it is a particle, 0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>Number of its class, from 1 (<see cref="VerifiedClass.Number"/>); 0 for none.</summary>
    public int Class { get; init; }

    /// <summary>Rotation from its class average to its image, degrees, counter-clockwise as RELION's psi.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Its class would place it at X − this, angstrom (RELION's origin).</summary>
    public double OriginXAngstrom { get; init; }

    /// <summary>Its class would place it at Y − this, angstrom.</summary>
    public double OriginYAngstrom { get; init; }

    /// <summary>Evidence that it is one of the classes and not noise, nats (log Z).</summary>
    public double LogEvidence { get; init; }

    /// <summary>The same under the classes of the other half, which it had no part in, nats.</summary>
    public double HeldOutEvidence { get; init; }

    /// <summary>Posterior of the best class, shift and rotation, 0 to 1.</summary>
    public double BestPosterior { get; init; }

    /// <summary>Over how many poses the posterior spreads: one over the sum of its squares, 1 or more.</summary>
    public double SignificantPoses { get; init; }

    /// <summary>Which of the two independent halves it belongs to, 1 or 2.</summary>
    public int Half { get; init; }

    /// <summary>What is odd about it.</summary>
    public OutlierReasons Reasons { get; init; }
}
