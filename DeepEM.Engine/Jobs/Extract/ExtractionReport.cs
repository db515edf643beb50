using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>What an extraction gave.</summary>
/// <param name="ParticleFile">The table of all particles.</param>
/// <param name="Stacks">The stacks, in the order of the micrographs.</param>
/// <param name="Particles">Particles in them.</param>
/// <param name="PixelSizeAngstrom">Pixel size of the boxes; null where micrographs differ, or nothing was cut out.
/// </param>
/// <param name="Warnings">What was odd, each a notice.</param>
/// <param name="Failures">Micrographs and picks that could not be used, each a notice.</param>
public sealed record ExtractionReport(
    string ParticleFile,
    IReadOnlyList<string> Stacks,
    int Particles,
    double? PixelSizeAngstrom,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures)
{
    /// <summary>Micrographs that were named.</summary>
    public int Micrographs { get; init; }

    /// <summary>Micrographs without picks, which are passed over.</summary>
    public int WithoutPicks { get; init; }

    /// <summary>Picks that were left out: no pixel on the micrograph, or damaged pixels in the box.</summary>
    public int LeftOut { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
