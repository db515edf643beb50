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

    /// <summary>Radius of the empty inside over the whole one, from 0 (filled) to 0.9 (a thin shell).</summary>
    public double HollowFraction { get; init; }

    /// <summary>Stretch along x, y and z before the size is set; unequal numbers make a longish particle.</summary>
    public AxisStretch Stretch { get; init; } = new(1.2, 0.8, 1.0);

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public void Validate()
    {
        SettingCheck.Positive(DiameterAngstrom, nameof(DiameterAngstrom));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BlobCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SymmetryOrder);
        SettingCheck.Between(HollowFraction, 0, 0.9, nameof(HollowFraction));
        SettingCheck.Positive(Stretch.X, nameof(Stretch));
        SettingCheck.Positive(Stretch.Y, nameof(Stretch));
        SettingCheck.Positive(Stretch.Z, nameof(Stretch));
    }
}
