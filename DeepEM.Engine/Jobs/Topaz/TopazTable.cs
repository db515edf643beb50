using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>The table of coordinates that callers of Topaz read: tabs between, whole pixels, logits.</summary>
/// <remarks>
/// RELION cuts fractions of coordinates off, and Topaz rounds: whole numbers lose least. RELION stops where the file or
/// its header is missing, and takes a header alone for a micrograph without particles.
/// </remarks>
public static class TopazTable
{
    /// <summary>The first line, with its end.</summary>
    public const string Header = "image_name\tx_coord\ty_coord\tscore\n";

    /// <summary>Writes a table without a particle.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void WriteEmpty(string path) => Write(path, []);

    /// <summary>Writes a table, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="micrographs">The particles, scored with logits; rows of one micrograph stand together.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IEnumerable<MicrographPicks> micrographs) =>
        AtomicFile.WriteText(path, writer => Write(writer, micrographs));

    /// <summary>Writes a table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="micrographs">The particles, as for a file.</param>
    public static void Write(TextWriter writer, IEnumerable<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(micrographs);
        writer.Write(Header);
        foreach (MicrographPicks picks in micrographs)
        {
            string name = NameOf(picks.Micrograph);
            foreach (Particle particle in picks.Particles)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}\t{Whole(particle.X)}\t{Whole(particle.Y)}\t{particle.FigureOfMerit:0.####}\n"));
            }
        }
    }

    /// <summary>What a micrograph is called in the table: its file's name without the extension.</summary>
    /// <param name="micrograph">A path or a name.</param>
    public static string NameOf(string micrograph) => FileStem.Of(micrograph);

    // A whole number has no negative zero.
    private static long Whole(double coordinate) => (long)Math.Round(coordinate, MidpointRounding.AwayFromZero);
}
