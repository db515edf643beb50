using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>What kind of particle to invent.</summary>
public sealed record ParticleModelSettings
{
    /// <summary>Largest extent, angstrom: no blob reaches further than half of it from the centre of mass.</summary>
    public double DiameterAngstrom { get; init; } = 165;

    /// <summary>Blobs of one asymmetric unit.</summary>
    public int BlobCount { get; init; } = 100;

    /// <summary>Units around the z axis, 1 for an asymmetric particle.</summary>
    public int SymmetryOrder { get; init; } = 1;

    /// <summary>Radius of the empty inside over the whole one, from 0 (filled) to 0.95 (a thin shell).</summary>
    public double HollowFraction { get; init; }

    /// <summary>The body that the blobs fill.</summary>
    public ParticleShape Shape { get; init; } = ParticleShape.Ellipsoid;

    /// <summary>Equally spaced layers across z that the blobs are gathered in; 0 for anywhere.</summary>
    public int Layers { get; init; }

    /// <summary>Least standard deviation of a blob over half the unstretched diameter.</summary>
    public double MinimumBlobWidth { get; init; } = 0.1;

    /// <summary>Largest standard deviation of a blob over half the unstretched diameter.</summary>
    public double MaximumBlobWidth { get; init; } = 0.18;

    /// <summary>Stretch along x, y and z before the size is set; unequal numbers make a longish particle.</summary>
    public AxisStretch Stretch { get; init; } = new(1.2, 0.8, 1.0);

    /// <summary>
    /// Density of a belt of detergent around the middle over that of the particle; 0 for none. The belt counts as part
    /// of the particle's extent.
    /// </summary>
    public double BeltDensity { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public void Validate()
    {
        SettingCheck.Positive(DiameterAngstrom, nameof(DiameterAngstrom));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BlobCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SymmetryOrder);
        SettingCheck.Between(HollowFraction, 0, 0.95, nameof(HollowFraction));
        ArgumentOutOfRangeException.ThrowIfNegative(Layers);
        SettingCheck.Between(MinimumBlobWidth, 0.01, 1, nameof(MinimumBlobWidth));
        SettingCheck.Between(MaximumBlobWidth, MinimumBlobWidth, 1, nameof(MaximumBlobWidth));
        SettingCheck.Between(BeltDensity, 0, 10, nameof(BeltDensity));
        SettingCheck.Positive(Stretch.X, nameof(Stretch));
        SettingCheck.Positive(Stretch.Y, nameof(Stretch));
        SettingCheck.Positive(Stretch.Z, nameof(Stretch));
    }
}
