using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>How picks are verified.</summary>
/// <param name="OutputFolder">Where the files go; made when missing.</param>
public sealed record VerificationSettings(string OutputFolder)
{
    /// <summary>Particle diameter, angstrom; null for that of the model or of the run that made the picks.</summary>
    public double? DiameterAngstrom { get; init; }

    /// <summary>Pixel size of all micrographs, angstrom; null to believe picks, list and headers.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Number of classes; null for one for every 70 picks, 8 to 50.</summary>
    public int? Classes { get; init; }

    /// <summary>Seed of the classes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether the particles are dark or bright; null to find out what the network recognises.</summary>
    public ParticleContrast? Contrast { get; init; }

    /// <summary>Whether the automatic mask is found: noise is not measured there.</summary>
    public bool FindsMask { get; init; } = true;

    /// <summary>A folder of masks of another program's, or null.</summary>
    public string? MaskFolder { get; init; }

    /// <summary>Which pixels of these masks are those to pick on.</summary>
    public MaskMeaning MaskMeaning { get; init; }

    /// <summary>Which image of a file and which order of rows.</summary>
    public MicrographReading Reading { get; init; } = MicrographReading.Default;

    /// <summary>Whether the files of an earlier verification are replaced.</summary>
    public bool Overwrite { get; init; }
}
