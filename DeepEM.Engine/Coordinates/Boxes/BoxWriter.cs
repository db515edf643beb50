using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Writes plain columns with corners, tabs between: EMAN's <c>.box</c>, <c>x y size size [score]</c>, and
/// crYOLO's <c>.cbox</c> before 1.8, <c>x y size size confidence size size</c>.</summary>
public static class BoxWriter
{
    /// <summary>Writes a <c>.box</c> file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="particles">The particles; empty gives an empty file. Scores are written when one is not 0.</param>
    /// <param name="boxSize">Side of the boxes, pixels of the micrograph; positive.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IReadOnlyCollection<Particle> particles, double boxSize)
    {
        ArgumentNullException.ThrowIfNull(particles);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boxSize);
        AtomicFile.WriteText(path, writer => Write(writer, particles, boxSize));
    }

    /// <summary>Writes the text of a <c>.box</c> file.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="particles">The particles; scores are written when one is not 0.</param>
    /// <param name="boxSize">Side of the boxes, pixels of the coordinates; positive.</param>
    public static void Write(TextWriter writer, IReadOnlyCollection<Particle> particles, double boxSize)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(particles);
        bool hasScores = particles.Any(particle => particle.FigureOfMerit != 0);
        string size = StarWriter.Number(boxSize);
        foreach (Particle particle in particles)
        {
            (double x, double y) = CoordinateFrame.ToBoxCorner(particle, boxSize);
            writer.Write($"{StarWriter.Number(x)}\t{StarWriter.Number(y)}\t{size}\t{size}");
            writer.Write(hasScores ? $"\t{StarWriter.Number(particle.FigureOfMerit)}\n" : "\n");
        }
    }

    /// <summary>Writes the text of a <c>.cbox</c> before 1.8; the estimated size is the box size.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="boxSize">Side of the boxes, pixels of the coordinates; positive.</param>
    public static void WriteOldCbox(TextWriter writer, IReadOnlyCollection<Particle> particles, double boxSize)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(particles);
        string size = StarWriter.Number(boxSize);
        foreach (Particle particle in particles)
        {
            (double x, double y) = CoordinateFrame.ToBoxCorner(particle, boxSize);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{StarWriter.Number(x)}\t{StarWriter.Number(y)}\t{size}\t{size}\t"));
            writer.Write($"{StarWriter.Number(particle.FigureOfMerit)}\t{size}\t{size}\n");
        }
    }
}
