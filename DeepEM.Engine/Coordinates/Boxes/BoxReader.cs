using System.Globalization;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Reads plain columns with corners: EMAN's and crYOLO's <c>.box</c>, <c>x y width height [score]</c>, and
/// crYOLO's <c>.cbox</c> before version 1.8, <c>x y width height confidence [more]</c>.</summary>
/// <remarks>A particle a line. Corners may be negative or fractions; boxes are positive, and in a <c>.box</c> all of
/// one size. Empty lines and lines that begin with # are skipped. A file whose fifth column is -1 and -2 in turn is one
/// of EMAN's helix boxer: its lines are ends of filaments, and it is refused.</remarks>
public static class BoxReader
{
    private const int MostColumns = 5;

    // What EMAN's helix boxer has in the fifth column.
    private const double FilamentStart = -1;
    private const double FilamentEnd = -2;

    /// <summary>Reads a <c>.box</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>Particles at the boxes' centres, each place once.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or a line is wrong.</exception>
    public static IReadOnlyList<Particle> Read(string path, ICollection<Notice> warnings) =>
        Parse(path, InputFile.ReadAll(path), CoordinateFormat.Box, warnings).ForMicrograph("").Particles;

    /// <summary>Reads a text that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="format"><see cref="CoordinateFormat.Box"/> or <see cref="CoordinateFormat.CboxOld"/>.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>Particles at the boxes' centres, each place once.</returns>
    /// <exception cref="InvalidFileException">A line is wrong.</exception>
    public static CoordinateFile Parse(
        string path, ReadOnlySpan<byte> text, CoordinateFormat format, ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        bool isCbox = format == CoordinateFormat.CboxOld;
        ParticleCollector particles = new(path);
        (double Width, double Height)? size = null;
        Span<double> values = stackalloc double[MostColumns];
        int line = 0;
        double least = double.PositiveInfinity;
        bool mayBeFilaments = !isCbox;
        int boxes = 0;
        for (int start = NumberLine.Start(text); start < text.Length;)
        {
            int end = StarText.LineEnd(text, start, out int next);
            line++;
            int count = NumberLine.Read(path, line, text[start..end], values, ignoresMore: isCbox);
            start = next;
            if (count == 0)
            {
                continue;
            }

            if (count < (isCbox ? MostColumns : MostColumns - 1))
            {
                throw NumberLine.Invalid(path, line, string.Create(
                    CultureInfo.InvariantCulture,
                    $"found {count} columns, expected x y width height {(isCbox ? "confidence" : "[score]")}"));
            }

            (double Width, double Height) box = (values[2], values[3]);
            Check(path, line, box, isCbox ? box : size ??= box);
            double score = count == MostColumns ? values[4] : 0;
            least = Math.Min(least, score);
            mayBeFilaments &= count == MostColumns && score == (boxes % 2 == 0 ? FilamentStart : FilamentEnd);
            boxes++;
            particles.Add(
                "",
                CoordinateFrame.FromBox(values[0], values[1], box.Width, box.Height, score),
                box.Width == box.Height ? box.Width : null);
        }

        if (mayBeFilaments && boxes > 1)
        {
            throw new InvalidFileException(
                path,
                "marks starts and ends of filaments (-1 and -2 in the fifth column), expected a particle a line");
        }

        if (isCbox)
        {
            CboxReader.WarnOfLowConfidence(path, least, warnings);
        }

        return new CoordinateFile(path, format, HasNames: false, particles.Finish(warnings));
    }

    private static void Check(
        string path, int line, (double Width, double Height) box, (double Width, double Height) size)
    {
        if (!(box.Width > 0 && box.Height > 0))
        {
            throw NumberLine.Invalid(path, line, string.Create(
                CultureInfo.InvariantCulture, $"found a box of {box.Width} x {box.Height}, expected a positive size"));
        }

        if (box != size)
        {
            throw NumberLine.Invalid(path, line, string.Create(
                CultureInfo.InvariantCulture,
                $"found a box of {box.Width} x {box.Height}, expected {size.Width} x {size.Height} as before"));
        }
    }
}
