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

    private static readonly string[] _columnsWithOrigins =
        [.. _columns, RelionLabels.OriginXAngstrom, RelionLabels.OriginYAngstrom];

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

    /// <summary>Writes a file, atomically, with centres as they are asked for.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="particles">The particles, in the order to be written.</param>
    /// <param name="centres">How their centres are written.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the micrograph, angstrom.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(
        string path, IEnumerable<Particle> particles, PickCentres centres, double pixelSizeAngstrom)
    {
        ArgumentNullException.ThrowIfNull(particles);
        switch (centres)
        {
            case PickCentres.Exact:
                Write(path, particles);
                break;
            case PickCentres.Rounded:
                Write(path, particles.Select(Rounded));
                break;
            default:
                AtomicFile.WriteText(path, writer => WriteWithOrigins(writer, particles, pixelSizeAngstrom));
                break;
        }
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
            WriteRow(writer, particle);
            writer.Write('\n');
        }
    }

    private static void WriteWithOrigins(TextWriter writer, IEnumerable<Particle> particles, double pixelSize)
    {
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoopHead(writer, "", _columnsWithOrigins);
        foreach (Particle particle in particles)
        {
            Particle rounded = Rounded(particle);
            WriteRow(writer, rounded);
            writer.Write(' ');
            StarWriter.WriteNumber(writer, (rounded.X - particle.X) * pixelSize);
            writer.Write(' ');
            StarWriter.WriteNumber(writer, (rounded.Y - particle.Y) * pixelSize);
            writer.Write('\n');
        }
    }

    private static void WriteRow(TextWriter writer, Particle particle)
    {
        StarWriter.WriteNumber(writer, particle.X);
        writer.Write(' ');
        StarWriter.WriteNumber(writer, particle.Y);
        writer.Write(" 0 ");
        StarWriter.WriteNumber(writer, particle.FigureOfMerit);
        writer.Write(" 0");
    }

    // Adding 0 makes 0 of -0.
    private static Particle Rounded(Particle particle) => particle with
    {
        X = Math.Round(particle.X, MidpointRounding.AwayFromZero) + 0.0,
        Y = Math.Round(particle.Y, MidpointRounding.AwayFromZero) + 0.0,
    };
}
