using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>A prepared micrograph with what is known about it.</summary>
/// <param name="Image">The micrograph as the network sees it.</param>
/// <param name="Particles">Centres of particles.</param>
/// <param name="Negatives">Places that are known to hold none: sorted out by a person, or false positives.</param>
/// <param name="Ignored">Places that may hold one or not: neither positive nor negative.</param>
public sealed record TrainingMicrograph(
    PreparedMicrograph Image,
    IReadOnlyList<BinnedPosition> Particles,
    IReadOnlyList<BinnedPosition> Negatives,
    IReadOnlyList<BinnedPosition> Ignored)
{
    /// <summary>
    /// Diameter of the particles here, binned pixels, where micrographs of several kinds are learnt from; null where
    /// it is that of all the others.
    /// </summary>
    public double? Diameter { get; init; }

    /// <summary>Whether its user holds it out, to judge by and not to learn from.</summary>
    public bool IsHeldOut { get; init; }
}
