using DeepEM.Engine.Files;

namespace DeepEM.Engine.Coordinates;

/// <summary>The particles of one micrograph as one file has them.</summary>
/// <param name="Micrograph">The micrograph's name: as in the STAR file, or the stem of the file of picks.</param>
/// <param name="Source">The file they were read from.</param>
/// <param name="Particles">In the order of the file, each place once; may be empty.</param>
public sealed record MicrographPicks(string Micrograph, string Source, IReadOnlyList<Particle> Particles)
{
    /// <summary>File name of the micrograph without folder and image extension.</summary>
    public string Stem => FileStem.Of(Micrograph);
}
