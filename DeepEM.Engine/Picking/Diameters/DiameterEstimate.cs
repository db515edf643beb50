using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>The diameter of the particles on some micrographs, and the evidence for it.</summary>
/// <param name="Measured">What the mean of the particles says; null where too few were found.</param>
/// <param name="Trials">The diameters that were tried, in ascending order.</param>
public sealed record DiameterEstimate(MeasuredDiameter? Measured, IReadOnlyList<DiameterTrial> Trials)
{
    /// <summary>Half the difference of what the two halves of the particles say, angstrom.</summary>
    public double SpreadAngstrom { get; init; }

    /// <summary>The trial whose places were measured; null where nothing was found.</summary>
    public DiameterTrial? Best { get; init; }

    /// <summary>The mean of the particles; null where nothing was found.</summary>
    public MeanParticlePicture? Mean { get; init; }

    /// <summary>The places that were measured, for each micrograph, in its pixels.</summary>
    public IReadOnlyList<IReadOnlyList<Particle>> Places { get; init; } = [];
}
