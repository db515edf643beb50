using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>One picture of a gallery: a place, or a class.</summary>
/// <param name="Id">Names it.</param>
public sealed record GalleryPicture(string Id)
{
    /// <summary>Number of the micrograph of a place.</summary>
    public int? Index { get; init; }

    /// <summary>The place, pixels of the original micrograph, with what it scores.</summary>
    public Particle? Place { get; init; }

    /// <summary>The class.</summary>
    public VerifiedClass? Class { get; init; }
}
