namespace DeepEM.Engine.Picking;

/// <summary>How places become picks.</summary>
/// <param name="Floor">Least figure of merit of a place that is kept for curves, 0 to 1.</param>
/// <param name="MinimumDistance">Least distance of two picks, in particle diameters.</param>
/// <param name="Stride">Distance of neighbouring windows of the dense grid, binned pixels.</param>
/// <param name="ScanStep">Distance of neighbouring windows of the published scan, original pixels.</param>
public sealed record PickingSettings(double Floor, double MinimumDistance, int Stride, int ScanStep)
{
    /// <summary>
    /// In how many orientations every window is scored; the mean counts. 1, 2 (upright and upside down), 4 (all
    /// quarter turns) or 8 (mirrored as well); null for as many as the model says.
    /// </summary>
    public int? Turns { get; init; }

    /// <summary>Whether places that the automatic mask covers are left out.</summary>
    public bool FindsMask { get; init; } = true;

    /// <summary>
    /// Whether dark and bright are exchanged on the micrographs to come, because their contrast is opposite to that of
    /// the training.
    /// </summary>
    public bool IsInverted { get; init; }

    /// <summary>What is used unless said otherwise.</summary>
    public static PickingSettings Default { get; } = new(Floor: 0.01, MinimumDistance: 0.5, Stride: 4, ScanStep: 20);

    /// <summary>For labelled micrographs: a calibration wants to see what is certainly wrong, too.</summary>
    public static PickingSettings Evaluated { get; } = Default with { Floor = 1e-4 };
}
