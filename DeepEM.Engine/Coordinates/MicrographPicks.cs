using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Coordinates;

/// <summary>The particles of one micrograph as one file has them.</summary>
/// <param name="Micrograph">The micrograph's name: as in the STAR file, or the stem of the file of picks.</param>
/// <param name="Source">The file they were read from.</param>
/// <param name="Particles">In the order of the file, each place once; may be empty.</param>
public sealed record MicrographPicks(string Micrograph, string Source, IReadOnlyList<Particle> Particles)
{
    /// <summary>File name of the micrograph without folder and image extension.</summary>
    public string Stem => FileStem.Of(Micrograph);

    /// <summary>Extents of the micrograph as the file of picks says, or null.</summary>
    public MicrographSize? Size { get; init; }

    /// <summary>Side of the boxes as the file says, pixels of its coordinates; null when it has none or several.
    /// </summary>
    public double? BoxSize { get; init; }

    /// <summary>Pixel size of the micrograph as the file of picks says, angstrom, or null.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>The table that <see cref="Particle.Row"/> counts in, with all its columns; null where the file is no
    /// STAR file or the table was not kept.</summary>
    public ParticleTable? Table { get; init; }
}
