namespace DeepEM.Engine.Reports.Pictures;

/// <summary>How a micrograph is drawn.</summary>
public sealed record MicrographPictureSettings
{
    /// <summary>Diameter of the circles in pixels of the original micrograph, 0 for no circles.</summary>
    public double DiameterPixels { get; init; }

    /// <summary>Angstrom per pixel for the scale bar in the caption, or null for a bar in pixels.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Largest side of the drawn micrograph, picture pixels; larger ones are binned.</summary>
    public int MaximumSide { get; init; } = 1600;

    /// <summary>A line below the micrograph, or empty for none.</summary>
    public string Caption { get; init; } = string.Empty;

    /// <summary>A second line below the caption, or empty for none.</summary>
    public string Details { get; init; } = string.Empty;

    /// <summary>Figures of merit drawn in the lowest and in the highest colour, so that pictures can be compared; null
    /// for those of the picture's own picks.</summary>
    public (double Lowest, double Highest)? Merits { get; init; }

    /// <summary>Part of the darkest and of the brightest pixels that may be cut off.</summary>
    public double ClippedFraction { get; init; } = 0.003;

    /// <summary>
    /// Where not to pick, Height·Width values of the original micrograph in its order, tinted red where true; or null.
    /// </summary>
    public IReadOnlyList<bool>? Mask { get; init; }
}
