using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Selection;

/// <summary>What may be learnt from a verified micrograph, without a person having labelled it.</summary>
/// <param name="Micrograph">Its name as the verification has it.</param>
/// <param name="Accepted">Places of particles.</param>
/// <param name="Rejected">Places that look like picks and are none.</param>
/// <param name="Ignored">Places in doubt, from which nothing is to be learnt.</param>
public sealed record TrainingPlaces(
    string Micrograph,
    IReadOnlyList<Particle> Accepted,
    IReadOnlyList<Particle> Rejected,
    IReadOnlyList<Particle> Ignored);
