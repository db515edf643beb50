using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>A micrograph to learn from.</summary>
/// <param name="Path">The file.</param>
/// <param name="PixelSizeAngstrom">
/// Pixel size from a list or option, which goes before the file's own; else null.
/// </param>
/// <param name="Particles">Manual picks on it, original pixels.</param>
/// <param name="AddedParticles">More picks, confirmed as particles, original pixels.</param>
/// <param name="Negatives">Picks confirmed as non-particles, original pixels.</param>
public sealed record TrainingItem(
    string Path,
    double? PixelSizeAngstrom,
    IReadOnlyList<Particle> Particles,
    IReadOnlyList<Particle> AddedParticles,
    IReadOnlyList<Particle> Negatives)
{
    /// <summary>An image that says where not to pick on it, or null.</summary>
    public string? MaskPath { get; init; }

    /// <summary>Places to ignore, original pixels: used neither as particles nor as background.</summary>
    public IReadOnlyList<Particle> Ignored { get; init; } = [];

    /// <summary>Whether its user holds it out, to judge by and not to learn from; where nobody does, some are drawn.
    /// </summary>
    public bool IsHeldOut { get; init; }
}
