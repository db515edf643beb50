using DeepEM.Engine.Files;
using DeepEM.Engine.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Writes EMAN's <c>.box</c> files: <c>x_corner y_corner size size [score]</c>, tabs between.</summary>
public static class BoxWriter
{
    /// <summary>Writes a file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="particles">The particles; empty gives an empty file. Scores are written when one is not 0.</param>
    /// <param name="boxSize">Side of the boxes, pixels of the micrograph; positive.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IReadOnlyCollection<Particle> particles, int boxSize)
    {
        ArgumentNullException.ThrowIfNull(particles);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boxSize);
        bool hasScores = particles.Any(particle => particle.FigureOfMerit != 0);
        AtomicFile.WriteText(path, writer =>
        {
            foreach (Particle particle in particles)
            {
                (double x, double y) = CoordinateFrame.ToBoxCorner(particle, boxSize);
                writer.Write($"{StarWriter.Number(x)}\t{StarWriter.Number(y)}\t{boxSize}\t{boxSize}");
                writer.Write(hasScores ? $"\t{StarWriter.Number(particle.FigureOfMerit)}\n" : "\n");
            }
        });
    }
}
