namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>From where on a place is no longer picked.</summary>
/// <remarks>
/// Levels and textures are distances from what is usual on the micrograph, in units of its spread
/// (<see cref="OutlierCells"/>, <see cref="TextureRegions"/>). Labelled particles of real micrographs lie at levels of
/// −5.1 to 3.7 and textures of up to 3.7; ice, dirt and carbon at levels of −7 to −10, bright halos at up to +9.
/// </remarks>
/// <param name="Dark">Least level, negative: mean of a square of half a diameter.</param>
/// <param name="Bright">Greatest level, positive.</param>
/// <param name="Growth">How far an outlier reaches around what exceeds the levels, diameters, 0 or more.</param>
/// <param name="Texture">Greatest texture: logarithm of the fine grain within three diameters.</param>
/// <param name="BorderDistance">
/// Least distance of a particle's centre from a padded border, diameters; negative to pick in the padding, too.
/// </param>
public sealed record MaskLimits(double Dark, double Bright, double Growth, double Texture, double BorderDistance)
{
    /// <summary>What is used where labels do not say otherwise, and for models of versions that stored none.</summary>
    public static MaskLimits Default { get; } =
        new(Dark: -6.5, Bright: 6.5, Growth: 0.5, Texture: 6, BorderDistance: 0.25);
}
