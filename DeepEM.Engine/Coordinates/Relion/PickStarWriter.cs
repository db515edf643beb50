using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Writes the picks of one micrograph as RELION's auto-picking does.</summary>
/// <remarks>
/// One block of empty name, because RELION reads the first block of such a file. Class 0 and psi 0 are dummies. No
/// picks give an empty, valid table, so that nothing is picked again for ever.
/// </remarks>
public static class PickStarWriter
{
    private static readonly string[] _columns =
    [
        "_rlnCoordinateX",
        "_rlnCoordinateY",
        "_rlnClassNumber",
        "_rlnAutopickFigureOfMerit",
        "_rlnAnglePsi",
    ];

    /// <summary>Writes a file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="particles">The particles, in the order to be written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        AtomicFile.WriteText(path, writer => Write(writer, particles));
    }

    /// <summary>Writes the text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="particles">The particles, in the order to be written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static void Write(TextWriter writer, IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoopHead(writer, "", _columns);
        foreach (Particle particle in particles)
        {
            StarWriter.WriteNumber(writer, particle.X);
            writer.Write(' ');
            StarWriter.WriteNumber(writer, particle.Y);
            writer.Write(" 0 ");
            StarWriter.WriteNumber(writer, particle.FigureOfMerit);
            writer.Write(" 0\n");
        }
    }
}
