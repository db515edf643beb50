using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>A micrograph whose stack is written.</summary>
/// <param name="Item">What was asked for.</param>
/// <param name="Particles">The particles in the stack, in its order.</param>
/// <param name="PixelSizeAngstrom">Pixel size of the micrograph.</param>
internal sealed record ExtractedMicrograph(
    ExtractionItem Item, IReadOnlyList<Particle> Particles, double PixelSizeAngstrom);
