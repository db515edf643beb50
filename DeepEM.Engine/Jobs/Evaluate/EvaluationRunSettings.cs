using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>What an evaluation from files is asked for.</summary>
/// <param name="DiameterAngstrom">The particle's diameter, angstrom; null for what the record of the picks says.
/// </param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel of the coordinates; null to believe the record of the picks, a
/// list of the micrographs, their headers or the picks themselves.</param>
public sealed record EvaluationRunSettings(double? DiameterAngstrom, double? PixelSizeAngstrom)
{
    /// <summary>A pick and a label match when nearer than this fraction of the diameter.</summary>
    public double RadiusFraction { get; init; } = EvaluationSettings.UsualRadiusFraction;

    /// <summary>Labels and picks nearer to the edge than this, in pixels, are left out; 0 keeps all.</summary>
    public double BorderPixels { get; init; }

    /// <summary>Seed of the bootstrap and the random picks.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The settings with diameter and pixel size known.</summary>
    /// <param name="diameterAngstrom">The particle's diameter, angstrom.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the coordinates.</param>
    internal EvaluationSettings With(double diameterAngstrom, double pixelSizeAngstrom) =>
        new(diameterAngstrom, pixelSizeAngstrom)
        {
            RadiusFraction = RadiusFraction,
            BorderPixels = BorderPixels,
            Seed = Seed,
        };
}
