using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>A micrograph with the picks to cut out of it.</summary>
/// <param name="Source">The micrograph.</param>
/// <param name="Picks">Its picks as they were read, with their table where the file is a STAR file.</param>
/// <param name="Particles">Those that are wanted.</param>
/// <param name="Stack">The stack to write.</param>
internal sealed record ExtractionItem(
    MicrographSource Source, MicrographPicks Picks, IReadOnlyList<Particle> Particles, string Stack)
{
    /// <summary>Where a pick is as its file has it: origins are no part of a coordinate, they are carried along.
    /// </summary>
    /// <param name="particle">One of <see cref="Particles"/>.</param>
    /// <returns>Column and row, pixels of the micrograph.</returns>
    public (double X, double Y) PlaceOf(Particle particle) => Picks.Table is not { } table
        ? (particle.X, particle.Y)
        : (
            table.Particles.Number(particle.Row, RelionLabels.CoordinateX),
            table.Particles.Number(particle.Row, RelionLabels.CoordinateY));
}
