using System.Globalization;
using DeepEM.Engine.Files;
using DeepEM.Engine.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Reads EMAN's <c>.box</c> files: <c>x_corner y_corner width height [score]</c>, a particle a line.</summary>
/// <remarks>Corners may be negative or fractions; boxes are positive and all of one size. Empty lines and lines that
/// begin with # are skipped.</remarks>
public static class BoxReader
{
    private const int MostColumns = 5;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>Particles at the boxes' centres, each place once.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or a line is wrong.</exception>
    public static IReadOnlyList<Particle> Read(string path, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        byte[] text = InputFile.ReadAll(path);
        List<Particle> particles = [];
        HashSet<(double, double)> seen = [];
        (double Width, double Height)? size = null;
        Span<double> values = stackalloc double[MostColumns];
        int repeated = 0;
        int line = 0;
        for (int start = 0; start < text.Length;)
        {
            int end = StarText.LineEnd(text, start, out int next);
            line++;
            int count = ReadLine(path, line, text.AsSpan(start, end - start), values);
            start = next;
            if (count == 0)
            {
                continue;
            }

            (double Width, double Height) box = (values[2], values[3]);
            Check(path, line, box, size ??= box);
            Particle particle = CoordinateFrame.FromBox(
                values[0], values[1], box.Width, box.Height, count == MostColumns ? values[4] : 0);
            if (seen.Add((particle.X, particle.Y)))
            {
                particles.Add(particle);
            }
            else
            {
                repeated++;
            }
        }

        if (repeated > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {repeated} particles at a place that was there before left out"));
        }

        if (particles.Count == 0)
        {
            warnings.Add($"{path}: no lines, 0 particles");
        }

        return particles;
    }

    private static int ReadLine(string path, int line, ReadOnlySpan<byte> text, Span<double> values)
    {
        int count = 0;
        int position = StarText.SkipBlanks(text, 0, text.Length);
        if (position < text.Length && text[position] == '#')
        {
            return 0;
        }

        while (position < text.Length)
        {
            int length = text[position..].IndexOfAny(" \t\v\f"u8);
            int end = length < 0 ? text.Length : position + length;
            ReadOnlySpan<byte> value = text[position..end];
            if (count == MostColumns)
            {
                throw Invalid(path, line, "found more than 5 columns, expected x y width height [score]");
            }

            if (!StarText.TryNumber(value, out values[count]))
            {
                throw Invalid(path, line, string.Create(
                    CultureInfo.InvariantCulture,
                    $"column {count + 1}: found '{StarTable.Excerpt(value)}', expected a finite number"));
            }

            count++;
            position = StarText.SkipBlanks(text, end, text.Length);
        }

        return count is 0 or >= 4
            ? count
            : throw Invalid(path, line, $"found {count} columns, expected x y width height [score]");
    }

    private static void Check(
        string path, int line, (double Width, double Height) box, (double Width, double Height) size)
    {
        if (!(box.Width > 0 && box.Height > 0))
        {
            throw Invalid(path, line, string.Create(
                CultureInfo.InvariantCulture, $"found a box of {box.Width} x {box.Height}, expected a positive size"));
        }

        if (box != size)
        {
            throw Invalid(path, line, string.Create(
                CultureInfo.InvariantCulture,
                $"found a box of {box.Width} x {box.Height}, expected {size.Width} x {size.Height} as before"));
        }
    }

    private static InvalidFileException Invalid(string path, int line, string message) =>
        new(path, $"line {line}: {message}");
}
