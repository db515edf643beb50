using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Writes crYOLO's <c>.cbox</c> as since version 1.8; what is not known is <c>&lt;NA&gt;</c>.</summary>
public static class CboxWriter
{
    private const string NotSet = "<NA>";

    private static readonly string[] _columns =
    [
        "_CoordinateX", "_CoordinateY", "_CoordinateZ", "_Width", "_Height", "_Depth", "_EstWidth", "_EstHeight",
        "_Confidence", "_NumBoxes", "_Angle",
    ];

    /// <summary>Writes the text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="particles">The particles; empty gives an empty table.</param>
    /// <param name="boxSize">Side of the boxes, pixels of the coordinates; positive.</param>
    public static void Write(TextWriter writer, IEnumerable<Particle> particles, double boxSize)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(particles);
        writer.Write("data_global\n\n_cbox_format_version 1.0\n\n");
        StarWriter.WriteLoop(writer, "cryolo", _columns, particles.Select(particle => Row(particle, boxSize)));
        writer.Write("\n");
        StarWriter.WriteLoop(writer, "cryolo_include", ["_slice_index"], []);
    }

    private static string[] Row(Particle particle, double boxSize)
    {
        (double x, double y) = CoordinateFrame.ToBoxCorner(particle, boxSize);
        string size = StarWriter.Number(boxSize);
        return
        [
            StarWriter.Number(x),
            StarWriter.Number(y),
            NotSet,
            size,
            size,
            NotSet,
            size,
            size,
            StarWriter.Number(particle.FigureOfMerit),
            NotSet,
            NotSet,
        ];
    }
}
