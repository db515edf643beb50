namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How picks are held against labels.</summary>
/// <param name="DiameterAngstrom">The particle's diameter, angstrom.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel of the coordinates.</param>
public sealed record EvaluationSettings(double DiameterAngstrom, double PixelSizeAngstrom)
{
    /// <summary>The radius that picks are judged by unless said otherwise, as a fraction of the diameter.</summary>
    public const double UsualRadiusFraction = 0.25;

    /// <summary>The second radius that is always reported, as a fraction of the diameter.</summary>
    public const double WideRadiusFraction = 0.5;

    /// <summary>A pick and a label match when nearer than this fraction of the diameter; the headline column.</summary>
    public double RadiusFraction { get; init; } = UsualRadiusFraction;

    /// <summary>Labels and picks nearer to the edge than this, in pixels, are left out; 0 keeps all.</summary>
    public double BorderPixels { get; init; }

    /// <summary>Resamples of the micrographs for the interval of the average precision; 0 for none.</summary>
    public int BootstrapResamples { get; init; } = 200;

    /// <summary>How often random picks are strewn for the random floor.</summary>
    public int RandomDraws { get; init; } = 20;

    /// <summary>Seed of the bootstrap and the random picks.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The particle's diameter, pixels.</summary>
    public double DiameterPixels => DiameterAngstrom / PixelSizeAngstrom;

    /// <summary>Refuses settings that mean nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or a count is negative.</exception>
    internal void Check()
    {
        RequirePositive(DiameterAngstrom, nameof(DiameterAngstrom));
        RequirePositive(PixelSizeAngstrom, nameof(PixelSizeAngstrom));
        RequirePositive(RadiusFraction, nameof(RadiusFraction));
        if (!(BorderPixels >= 0 && double.IsFinite(BorderPixels)))
        {
            throw new ArgumentOutOfRangeException(nameof(BorderPixels), BorderPixels, "A border is 0 or more pixels.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(BootstrapResamples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RandomDraws);
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
        }
    }
}
