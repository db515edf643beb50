using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Writes EMAN2's info files: the boxes' centres only.</summary>
public static class Eman2InfoWriter
{
    /// <summary>Writes the text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="particles">The particles. One with the score 0 is marked as a person's, others as a program's with
    /// their score.</param>
    public static void Write(TextWriter writer, IReadOnlyCollection<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(particles);
        writer.Write("{\n\"boxes\": [\n");
        writer.Write(string.Join(",\n", particles.Select(Box)));
        writer.Write("\n]\n}\n");
    }

    private static string Box(Particle particle)
    {
        string place = $"{StarWriter.Number(particle.X)}, {StarWriter.Number(particle.Y)}";
        return particle.FigureOfMerit == 0
            ? $"[{place}, \"manual\"]"
            : $"[{place}, \"auto_deepem\", {StarWriter.Number(particle.FigureOfMerit)}]";
    }
}
