using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Outliers;

/// <summary>What is known of a pick when it is asked whether it stands apart.</summary>
/// <param name="Place">Where it is, pixels of the micrograph, with the score of the picker.</param>
/// <param name="Logit">The network's logit above that from which candidates are kept; null where it was not scored.
/// </param>
/// <param name="Probability">That it is a particle.</param>
internal readonly record struct PickFacts(Particle Place, double? Logit, double Probability)
{
    /// <summary>Evidence that it is one of the classes, nats; null where it was not classified.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>Posterior of its best pose.</summary>
    public double BestPosterior { get; init; }

    /// <summary>How far its class would move it, diameters.</summary>
    public double Shift { get; init; }

    /// <summary>Deviations by which the ground round it differs in grey level and texture.</summary>
    public (double Grey, double Texture) Ground { get; init; }

    /// <summary>Whether a masked place is near.</summary>
    public bool IsAtMask { get; init; }
}
