namespace DeepEM.Engine.Verification.Averages;

/// <summary>How one crop lies under its class, and how well classes explain it.</summary>
/// <param name="Class">Number of its class, from 1.</param>
/// <param name="RotationDegrees">
/// RELION's psi, above −180 to 180: turned by it from the direction of columns to that of rows, the crop lies as its
/// class does. Seen on a screen with the first row on top, the crop is its class turned counter-clockwise by psi.
/// </param>
/// <param name="OriginXAngstrom">RELION's origin: the class puts the centre at the place's column less this.</param>
/// <param name="OriginYAngstrom">The same for rows.</param>
/// <param name="LogEvidence">Evidence that it is one of the classes and not noise, nats (log Z).</param>
/// <param name="BestPosterior">Posterior of the best class, shift and rotation, 0 to 1.</param>
/// <param name="SignificantPoses">Over how many poses the posterior spreads, 1 or more.</param>
public readonly record struct CropPose(
    int Class,
    double RotationDegrees,
    double OriginXAngstrom,
    double OriginYAngstrom,
    double LogEvidence,
    double BestPosterior,
    double SignificantPoses)
{
    /// <summary>Which of the two independent halves it belongs to, 1 or 2; 0 where there were too few to divide.
    /// </summary>
    public int Half { get; init; }

    /// <summary>Evidence under the classes of the other half, nats; 0 where there were too few.</summary>
    public double HeldOutEvidence { get; init; }

    /// <summary>What of it structure beyond a round blob adds, nats.</summary>
    public double Structure { get; init; }
}
