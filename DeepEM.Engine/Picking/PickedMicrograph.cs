using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking;

/// <summary>What was found on a micrograph, and where nothing was looked for.</summary>
/// <param name="Particles">
/// Centres in original pixels with their figures of merit, best first, none of them where the mask is sure.
/// </param>
/// <param name="Mask">Where nothing was picked, or null where everything was.</param>
public sealed record PickedMicrograph(IReadOnlyList<Particle> Particles, MicrographMask? Mask)
{
    /// <summary>Figures of merit of the candidates on places that are surely masked, best first.</summary>
    public IReadOnlyList<double> MaskedMerits { get; init; } = [];

    /// <summary>What its noise scores; null where that was not measured.</summary>
    public NoiseScores? Noise { get; init; }
}
