using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Tables;

/// <summary>Writes tables with a header: Topaz's coordinates, CSV and TSV.</summary>
/// <remarks>Topaz names micrographs by their file name without extension; the others by the whole name.</remarks>
public static class TableWriter
{
    /// <summary>Writes the text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="format"><see cref="CoordinateFormat.Topaz"/>, <see cref="CoordinateFormat.Csv"/> or
    /// <see cref="CoordinateFormat.Tsv"/>.</param>
    /// <param name="micrographs">The particles; without any, the header stands alone.</param>
    public static void Write(TextWriter writer, CoordinateFormat format, IEnumerable<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(micrographs);
        bool isTopaz = format == CoordinateFormat.Topaz;
        char delimiter = format == CoordinateFormat.Csv ? ',' : '\t';
        string[] header = isTopaz ? ["image_name", "x_coord", "y_coord", "score"] : ["micrograph", "x", "y", "score"];
        writer.Write(string.Join(delimiter, header) + "\n");
        foreach (MicrographPicks picks in micrographs)
        {
            string name = Quoted(isTopaz ? picks.Stem : picks.Micrograph, delimiter);
            foreach (Particle particle in picks.Particles)
            {
                string[] row =
                [
                    name,
                    StarWriter.Number(particle.X),
                    StarWriter.Number(particle.Y),
                    StarWriter.Number(particle.FigureOfMerit),
                ];
                writer.Write(string.Join(delimiter, row) + "\n");
            }
        }
    }

    private static string Quoted(string name, char delimiter)
    {
        bool isPlain = name.Length > 0
            && !name.Contains(delimiter, StringComparison.Ordinal)
            && !name.Contains('"', StringComparison.Ordinal)
            && name[0] is not ('#' or ' ' or '\t')
            && name[^1] is not (' ' or '\t');
        return isPlain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
