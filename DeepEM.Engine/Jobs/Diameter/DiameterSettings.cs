using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Diameter;

/// <summary>How a particle's diameter is looked for.</summary>
/// <param name="OutputFolder">Where the picture and the record go; made when missing.</param>
public sealed record DiameterSettings(string OutputFolder)
{
    /// <summary>How many micrographs are looked at, at least 1.</summary>
    public int Micrographs { get; init; } = 5;

    /// <summary>Angstrom per pixel of the micrographs; null for what list or header say.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Whether particles are dark or bright; null to find out.</summary>
    public ParticleContrast? Contrast { get; init; }

    /// <summary>How micrographs are read.</summary>
    public MicrographReading Reading { get; init; } = new();

    /// <summary>Whether files of an earlier search are replaced.</summary>
    public bool Overwrite { get; init; }
}
