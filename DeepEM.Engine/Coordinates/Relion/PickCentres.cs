namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>How the centres of picks are written for RELION, which cuts the fraction off when it extracts.</summary>
public enum PickCentres
{
    /// <summary>As they were found, with their fraction; boxes then lie half a pixel low on average.</summary>
    Exact,

    /// <summary>Rounded to whole pixels.</summary>
    Rounded,

    /// <summary>Rounded, and <c>_rlnOriginXAngst</c>, <c>_rlnOriginYAngst</c> = (rounded − found) · pixel size, which
    /// extraction carries through: centre = coordinate − origin / pixel size, and nothing is lost.</summary>
    RoundedWithOrigins,
}
