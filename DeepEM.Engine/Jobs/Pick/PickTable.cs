using System.Globalization;
using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary><c>picks.csv</c>: a line for every micrograph that is finished, in the order of the input.</summary>
internal static class PickTable
{
    /// <summary>Its name in a folder of picks.</summary>
    public const string FileName = "picks.csv";

    private const string Header = "micrograph,picks,mean_score,masked_share,pixel_size,seconds,warnings";
    private const int Columns = 7;
    private const int PixelSizeColumn = 4;

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rows">Name of each micrograph, its picks and its figures.</param>
    public static void Write(TextWriter writer, IEnumerable<(string Name, int Picks, PickingFigures Figures)> rows)
    {
        writer.Write(Header);
        writer.Write('\n');
        foreach ((string name, int picks, PickingFigures figures) in rows)
        {
            string mean = float.IsNaN(figures.MeanScore)
                ? string.Empty
                : figures.MeanScore.ToString("F4", CultureInfo.InvariantCulture);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{DelimitedLine.Field(name)},{picks},{mean},{figures.MaskedShare:F4},"
                + $"{figures.PixelSizeAngstrom:0.######},"
                + $"{figures.Seconds:F2},{DelimitedLine.Field(figures.Warnings)}\n"));
        }
    }

    /// <summary>Gives picks the pixel sizes that they were picked with.</summary>
    /// <remarks>What a picking was told of pixel sizes holds, also against a header.</remarks>
    /// <param name="all">The picks.</param>
    /// <param name="folder">What they were read from; where it is no folder of a picking they stay as they are.</param>
    /// <param name="given">A pixel size that holds instead, angstrom; or null.</param>
    public static IReadOnlyList<MicrographPicks> WithSizes(
        IReadOnlyList<MicrographPicks> all, string folder, double? given)
    {
        if (given is not null || !Directory.Exists(folder))
        {
            return all;
        }

        IReadOnlyDictionary<string, double> sizes = PixelSizes(Path.Combine(folder, FileName));
        return
        [
            .. all.Select(one => sizes.TryGetValue(one.Micrograph, out double size)
                ? one with { PixelSizeAngstrom = size }
                : one),
        ];
    }

    /// <summary>Reads with which pixel sizes micrographs were picked.</summary>
    /// <param name="path">The table.</param>
    /// <returns>Angstrom by the name of the micrograph; nothing where there is no such table, or another's.</returns>
    public static IReadOnlyDictionary<string, double> PixelSizes(string path)
    {
        Dictionary<string, double> sizes = new(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return sizes;
        }

        List<Range> fields = [];
        foreach (string line in Encoding.UTF8.GetString(InputFile.ReadAll(path)).Split('\n').SkipWhile(
            line => line != Header).Skip(1))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            if (DelimitedLine.TrySplit(bytes, (byte)',', fields, Columns) && fields.Count == Columns
                && double.TryParse(
                    bytes.AsSpan()[fields[PixelSizeColumn]],
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double size)
                && size > 0)
            {
                sizes[DelimitedLine.Text(bytes.AsSpan()[fields[0]])] = size;
            }
        }

        return sizes;
    }
}
