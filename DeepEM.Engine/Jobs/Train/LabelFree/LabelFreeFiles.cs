using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>What a training without a label reads.</summary>
/// <param name="Micrographs">The micrographs, at least one.</param>
public sealed record LabelFreeFiles(IReadOnlyList<MicrographSource> Micrographs)
{
    /// <summary>A folder of masks, or null.</summary>
    public string? Masks { get; init; }

    /// <summary>Pixel size of all micrographs, angstrom; null to believe lists and headers.</summary>
    public double? PixelSizeAngstrom { get; init; }
}
