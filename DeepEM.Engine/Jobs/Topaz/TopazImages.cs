using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Which images a caller of Topaz means: a list with the columns image_name and path, a folder, a pattern or
/// an image.</summary>
public static class TopazImages
{
    private const string NameColumn = "image_name";
    private const string PathColumn = "path";

    /// <summary>Finds the images.</summary>
    /// <param name="path">As a caller names them.</param>
    /// <param name="extension">Extension of images in a folder, with its dot; null for all images.</param>
    /// <returns>The images, a pixel being 1 A.</returns>
    /// <exception cref="InvalidFileException">There is no such list, or it is none.</exception>
    public static IReadOnlyList<MicrographSource> Find(string path, string? extension = null)
    {
        bool isImage = FileStem.Of(path) != Path.GetFileName(path);
        if (File.Exists(path) && !isImage)
        {
            return Parse(path, InputFile.ReadAll(path));
        }

        string pattern = Directory.Exists(path) && extension is not null ? Path.Combine(path, $"*{extension}") : path;
        return
        [
            .. MicrographList.Expand([pattern], TextReader.Null)
                .Select(source => source with { PixelSizeAngstrom = 1 }),
        ];
    }

    /// <summary>Reads a list that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The text, UTF-8, tabs between columns.</param>
    /// <returns>The images, a pixel being 1 A; those of a relative path lie below the current folder.</returns>
    /// <exception cref="InvalidFileException">A column is missing, a row is short, or there is no image.</exception>
    public static IReadOnlyList<MicrographSource> Parse(string path, ReadOnlySpan<byte> bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        string[] header = Fields(lines[0]);
        int name = Array.IndexOf(header, NameColumn);
        int file = Array.IndexOf(header, PathColumn);
        if (name < 0 || file < 0)
        {
            throw new InvalidFileException(
                path, $"line 1: expected the columns {NameColumn} and {PathColumn} with tabs between");
        }

        List<MicrographSource> images = [];
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = Fields(lines[i]);
            if (fields is [""])
            {
                continue;
            }

            if (fields.Length != header.Length || fields[name].Length == 0 || fields[file].Length == 0)
            {
                throw new InvalidFileException(
                    path, FormattableString.Invariant($"line {i + 1}: expected {header.Length} values"));
            }

            images.Add(new MicrographSource(fields[file], fields[name], 1));
        }

        return images.Count > 0 ? images : throw new InvalidFileException(path, "names no image");
    }

    private static string[] Fields(string line) => line.TrimEnd('\r').Split('\t');
}
