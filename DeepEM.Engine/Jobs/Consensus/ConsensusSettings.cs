using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary>How the picks of several pickers are joined.</summary>
/// <param name="Format">The format to write.</param>
/// <param name="Folder">Where to; created if needed.</param>
/// <param name="DiameterAngstrom">Particle diameter.</param>
public sealed record ConsensusSettings(CoordinateFormat Format, string Folder, double DiameterAngstrom)
{
    /// <summary>Pickers that must agree, at least 1; 1 joins all picks without doubles.</summary>
    public int Votes { get; init; } = 2;

    /// <summary>Pixel size of the micrographs, angstrom; null to believe picks and headers.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Side of the boxes, pixels of the micrograph; null for that of the first picks that say one.</summary>
    public double? BoxSize { get; init; }

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Overwrite { get; init; }
}
