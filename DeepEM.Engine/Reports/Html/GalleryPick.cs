using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Reports.Html;

/// <summary>A pick as the gallery draws and describes it.</summary>
/// <param name="Particle">Place, pixels of the original micrograph, and the picker's score.</param>
/// <param name="Probability">That it is a particle, 0 to 1: its colour.</param>
internal readonly record struct GalleryPick(Particle Particle, double Probability)
{
    /// <summary>Number of its class, from 1; 0 for none.</summary>
    public int Class { get; init; }

    /// <summary>Evidence that it is one of the classes, nats; null where it was not classified.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>What is odd about it: a bit for each of the gallery's reasons.</summary>
    public int Reasons { get; init; }
}
