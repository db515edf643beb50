using DeepEM.Engine.Coordinates.Boxes;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.NumPy;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Reads one file of coordinates, whatever its format.</summary>
/// <remarks>
/// The content decides: NumPy's mark, <c>{</c>, a <c>data_</c> block. Where it does not, the ending does: plain columns
/// in <c>.cbox</c>; and last the first line, a header or numbers. A <c>.star</c> or <c>.box</c> must be what its name
/// says: a table in the wrong file is more often a mistake than a convention.
/// </remarks>
public static class CoordinateFileReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Receives what was odd, each a notice.</param>
    /// <param name="keepsTables">Whether the picks of a STAR file keep its table (<see cref="MicrographPicks.Table"/>)
    /// and are still to be centred by it.</param>
    /// <returns>Its particles.</returns>
    /// <exception cref="InvalidFileException">It cannot be read; the message says what it looks like.</exception>
    public static CoordinateFile Read(string path, ICollection<Notice> warnings, bool keepsTables = false) =>
        Parse(path, InputFile.ReadAll(path), warnings, keepsTables);

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="path">Its name, whose ending may decide, and which stands in messages.</param>
    /// <param name="bytes">Its content; must not be changed while this runs.</param>
    /// <param name="warnings">Receives what was odd, each a notice.</param>
    /// <param name="keepsTables">Whether the picks of a STAR file keep its table (<see cref="MicrographPicks.Table"/>)
    /// and are still to be centred by it; then <paramref name="bytes"/> must never be changed.</param>
    /// <returns>Its particles.</returns>
    /// <exception cref="InvalidFileException">It is no file of coordinates; the message says what it looks like.
    /// </exception>
    public static CoordinateFile Parse(
        string path, byte[] bytes, ICollection<Notice> warnings, bool keepsTables = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(warnings);
        return Recognise(path, bytes) switch
        {
            CoordinateFormat.Relion => FromStar(StarReader.Parse(path, bytes), warnings, keepsTables),
            CoordinateFormat.CryoSparc => CryoSparcReader.Parse(path, bytes, warnings),
            CoordinateFormat.Eman2 => Eman2InfoReader.Parse(path, bytes, warnings),
            CoordinateFormat.Csv => TableReader.Parse(path, bytes, warnings),
            CoordinateFormat format => BoxReader.Parse(path, bytes, format, warnings),
        };
    }

    /// <summary>Whether a file will be read as a STAR file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>True when it will be.</returns>
    /// <exception cref="InvalidFileException">It is no file of coordinates.</exception>
    internal static bool IsStar(string path, ReadOnlySpan<byte> bytes) =>
        Recognise(path, bytes) == CoordinateFormat.Relion;

    /// <summary>Takes the particles from a STAR file: RELION's or crYOLO's.</summary>
    /// <param name="star">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <param name="keepsTables">Whether the picks keep its table and are still to be centred by it.</param>
    /// <returns>Its particles.</returns>
    /// <exception cref="InvalidFileException">It has no coordinates, or they are wrong.</exception>
    internal static CoordinateFile FromStar(StarFile star, ICollection<Notice> warnings, bool keepsTables) =>
        CboxReader.IsCbox(star)
            ? CboxReader.Read(star, warnings)
            : ParticleTableReader.Read(star, warnings, keepsTables);

    // Relion stands for any STAR file, Csv for any table with a header.
    private static CoordinateFormat Recognise(string path, ReadOnlySpan<byte> bytes)
    {
        string ending = Path.GetExtension(path).ToUpperInvariant();
        if (ending == ".STAR")
        {
            return CoordinateFormat.Relion;
        }

        if (bytes.StartsWith(NumPyTable.Magic))
        {
            return CoordinateFormat.CryoSparc;
        }

        FileContentKind kind = FileContent.Recognise(bytes[..Math.Min(bytes.Length, FileContent.HeadSize)]);
        bool isText = kind is FileContentKind.Star or FileContentKind.Text;
        bool isEmpty = kind == FileContentKind.Empty;
        if (ending == ".BOX" && (isText || isEmpty))
        {
            return CoordinateFormat.Box;
        }

        if (ending == ".CBOX" && isEmpty)
        {
            return CoordinateFormat.CboxOld;
        }

        if (!isText || ending == ".CS")
        {
            throw new InvalidFileException(path, WrongKind(kind, ending, bytes));
        }

        return kind == FileContentKind.Star ? CoordinateFormat.Relion : OfText(ending, bytes);
    }

    private static string WrongKind(FileContentKind kind, string ending, ReadOnlySpan<byte> bytes)
    {
        // The compressed form that cryosparc-tools calls its newest.
        bool isCsdat = bytes.Length > 6 && bytes[1..].StartsWith("CSDAT"u8);
        string found = isCsdat ? "cryoSPARC's compressed form (CSDAT)" : FileContent.Describe(kind);
        string expected = ending == ".CS" || isCsdat
            ? "a NumPy array as cryoSPARC saves by default"
            : $"coordinates ({CoordinateFormats.Readable})";
        return $"is {found}, expected {expected}";
    }

    private static CoordinateFormat OfText(string ending, ReadOnlySpan<byte> bytes)
    {
        int position = NumberLine.Start(bytes);
        ReadOnlySpan<byte> line = [];
        while (position < bytes.Length && (line.IsEmpty || line[0] == '#'))
        {
            int end = StarText.LineEnd(bytes, position, out int next);
            line = bytes[position..end].Trim(" \t"u8);
            position = next;
        }

        if (!line.IsEmpty && line[0] == '{')
        {
            return CoordinateFormat.Eman2;
        }

        int first = line.IndexOfAny(" \t,;"u8);
        bool isNumber = StarText.TryNumber(first < 0 ? line : line[..first], out _);
        return (ending, isNumber) switch
        {
            (".JSON", _) => CoordinateFormat.Eman2,
            (".CBOX", true) => CoordinateFormat.CboxOld,
            (".CBOX", false) => CoordinateFormat.Relion,
            (".CSV" or ".TSV", _) => CoordinateFormat.Csv,
            (_, true) => CoordinateFormat.Box,
            _ => CoordinateFormat.Csv,
        };
    }
}
