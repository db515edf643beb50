using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Coordinates.Tables;

/// <summary>Finds the columns of a table by their names, as several programs call them.</summary>
/// <remarks>Names are compared without case and without anything but letters and digits: <c>X-Coordinate</c>,
/// <c>x_coordinate</c> and <c>XCoordinate</c> are one.</remarks>
/// <param name="Format">What the names say of the table's origin.</param>
/// <param name="Count">Number of columns.</param>
/// <param name="X">Column of x, from 0.</param>
/// <param name="Y">Column of y.</param>
/// <param name="Micrograph">Column of the micrograph's name, or -1.</param>
/// <param name="Score">Column of the score, or -1.</param>
/// <param name="IsCryoPpp">Whether these are the names of the CryoPPP data sets, whose y counts from the last row.
/// </param>
/// <param name="HasSizes">Whether there are a width and a height, so that x and y might be corners.</param>
internal sealed record TableColumns(
    CoordinateFormat Format, int Count, int X, int Y, int Micrograph, int Score, bool IsCryoPpp, bool HasSizes)
{
    private static readonly string[] _x =
    [
        "x", "xcoord", "xcoordinate", "coordinatex", "coordx", "rlncoordinatex", "xcenter", "centerx", "xcentre",
        "centrex", "xpos", "posx", "positionx", "xposition", "xpx", "xpixel", "xpixels",
    ];

    private static readonly string[] _micrograph =
    [
        "imagename", "micrograph", "micrographname", "rlnmicrographname", "micrographpath", "image", "filename", "file",
        "mic", "micname", "path",
    ];

    private static readonly string[] _score =
    [
        "score", "confidence", "fom", "figureofmerit", "rlnautopickfigureofmerit", "autopickfigureofmerit",
        "probability", "prob",
    ];

    /// <summary>Finds the columns.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="line">The line of the header.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="delimiter">What parts them.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="InvalidFileException">There is no x or no y, or one of them twice.</exception>
    public static TableColumns Find(string path, int line, IReadOnlyList<string> names, byte delimiter)
    {
        string[] plain = [.. names.Select(Plain)];
        int x = Index(path, line, names, plain, _x);
        int y = Index(path, line, names, plain, [.. _x.Select(Mirror)]);
        if (x < 0 || y < 0)
        {
            string found = string.Join(", ", names.Take(6)) + (names.Count > 6 ? ", ..." : "");
            throw NumberLine.Invalid(
                path,
                line,
                $"found the columns '{found}', expected a header that names x and y (x_coord, X-Coordinate, "
                + "rlnCoordinateX, ...)");
        }

        int micrograph = Index(path, line, names, plain, _micrograph);
        CoordinateFormat format = plain[x] == "xcoord" && micrograph >= 0 && plain[micrograph] == "imagename"
            ? CoordinateFormat.Topaz
            : delimiter == '\t' ? CoordinateFormat.Tsv
            : CoordinateFormat.Csv;
        return new TableColumns(
            format,
            names.Count,
            x,
            y,
            micrograph,
            Index(path, line, names, plain, _score),
            plain[x] == "xcoordinate" && plain.Contains("diameter"),
            plain.Any(name => name is "w" or "width") && plain.Any(name => name is "h" or "height"));
    }

    private static string Plain(string name) =>
        new([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    // The name of y is that of x with the x that stands for the axis replaced: the first or the last letter.
    private static string Mirror(string x) => x[0] == 'x' ? "y" + x[1..] : x[..^1] + "y";

    private static int Index(
        string path, int line, IReadOnlyList<string> names, string[] plain, string[] wanted)
    {
        int index = Array.FindIndex(plain, name => wanted.Contains(name));
        int second = index < 0 ? -1 : Array.FindIndex(plain, index + 1, name => wanted.Contains(name));
        return second < 0
            ? index
            : throw NumberLine.Invalid(
                path, line, $"found the columns {names[index]} and {names[second]}, expected one of them");
    }
}
