using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>A micrograph to learn from.</summary>
/// <param name="Path">The file.</param>
/// <param name="PixelSizeAngstrom">
/// Pixel size from a list or option, which goes before the file's own; else null.
/// </param>
/// <param name="Particles">What a person picked on it, original pixels.</param>
/// <param name="AddedParticles">Further picks sorted out as true, original pixels.</param>
/// <param name="Negatives">Picks sorted out as false, original pixels.</param>
public sealed record TrainingItem(
    string Path,
    double? PixelSizeAngstrom,
    IReadOnlyList<Particle> Particles,
    IReadOnlyList<Particle> AddedParticles,
    IReadOnlyList<Particle> Negatives)
{
    /// <summary>An image that says where not to pick on it, or null.</summary>
    public string? MaskPath { get; init; }

    /// <summary>Places that may hold a particle or not, original pixels: neither right nor wrong.</summary>
    public IReadOnlyList<Particle> Ignored { get; init; } = [];
}
