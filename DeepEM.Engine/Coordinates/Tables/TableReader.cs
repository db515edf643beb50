using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Coordinates.Tables;

/// <summary>Reads tables with a header: Topaz's coordinates, CSV, TSV, tables with semicolons or blanks.</summary>
/// <remarks>
/// The header names x and y (centres, pixels of the micrograph), perhaps the micrograph and a score; other columns are
/// passed over (<see cref="TableColumns"/>). Each row has as many fields as the header. Numbers have a decimal point.
/// Empty lines and lines that begin with # are skipped.
/// </remarks>
public static class TableReader
{
    private const int MostColumns = 4096;

    /// <summary>Reads a text that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>The particles, each place once.</returns>
    /// <exception cref="InvalidFileException">There is no header, or a row is wrong.</exception>
    public static CoordinateFile Parse(string path, ReadOnlySpan<byte> text, ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        int zero = text.IndexOf((byte)0);
        if (zero >= 0)
        {
            throw NumberLine.Invalid(path, StarText.LineOf(text, zero), "found a zero byte, expected a text in UTF-8");
        }

        ParticleCollector particles = new(path);
        List<Range> fields = [];
        TableColumns? columns = null;
        byte delimiter = 0;
        int line = 0;
        for (int start = NumberLine.Start(text); start < text.Length;)
        {
            int end = StarText.LineEnd(text, start, out int next);
            line++;
            ReadOnlySpan<byte> row = text[start..end];
            int first = StarText.SkipBlanks(row, 0, row.Length);
            start = next;
            if (first == row.Length || row[first] == '#')
            {
                continue;
            }

            if (columns is null)
            {
                delimiter = DelimitedLine.DelimiterOf(row);
                columns = ReadHeader(path, line, row, delimiter, fields);
                continue;
            }

            bool isWhole = DelimitedLine.TrySplit(row, delimiter, fields, columns.Count);
            if (!isWhole || fields.Count != columns.Count)
            {
                throw NumberLine.Invalid(path, line, WrongCount(isWhole, fields.Count, columns.Count));
            }

            ReadRow(path, line, row, fields, columns, particles);
        }

        if (columns is null)
        {
            throw new InvalidFileException(path, "is empty, expected a header that names x and y");
        }

        Warn(path, columns, warnings);
        return new CoordinateFile(path, columns.Format, columns.Micrograph >= 0, particles.Finish(warnings));
    }

    /// <summary>Whether the first line of a file names x and y.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True when it does; false also for a file that cannot be read.</returns>
    internal static bool LooksLikeOne(string path)
    {
        try
        {
            using SafeFileHandle file = InputFile.Open(path);
            byte[] head = new byte[(int)Math.Min(InputFile.Length(path, file), FileContent.HeadSize)];
            InputFile.ReadExactly(path, file, head, 0);
            int start = NumberLine.Start(head);
            ReadOnlySpan<byte> line = head.AsSpan(start, StarText.LineEnd(head, start, out _) - start);
            _ = ReadHeader(path, 1, line, DelimitedLine.DelimiterOf(line), []);
            return true;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    private static TableColumns ReadHeader(
        string path, int line, ReadOnlySpan<byte> row, byte delimiter, List<Range> fields)
    {
        if (!DelimitedLine.TrySplit(row, delimiter, fields, MostColumns))
        {
            throw NumberLine.Invalid(
                path, line, $"found a quote that is not closed or more than {MostColumns} columns, expected a header");
        }

        List<string> names = [];
        foreach (Range field in fields)
        {
            names.Add(StarTable.Excerpt(DelimitedLine.Value(row[field])));
        }

        return TableColumns.Find(path, line, names, delimiter);
    }

    private static void ReadRow(
        string path,
        int line,
        ReadOnlySpan<byte> row,
        List<Range> fields,
        TableColumns columns,
        ParticleCollector particles)
    {
        double x = Number(path, line, row, fields, columns.X);
        double y = Number(path, line, row, fields, columns.Y);
        double score = columns.Score < 0 ? 0 : Number(path, line, row, fields, columns.Score);
        string name = columns.Micrograph < 0 ? "" : DelimitedLine.Text(row[fields[columns.Micrograph]]);
        bool isNew = particles.Add(name, new Particle(x, y, score));
        if (isNew && columns.Micrograph >= 0 && !ParticleCollector.IsName(name))
        {
            throw NumberLine.Invalid(path, line, $"found '{name}', expected the name of a micrograph");
        }
    }

    private static double Number(string path, int line, ReadOnlySpan<byte> row, List<Range> fields, int column)
    {
        ReadOnlySpan<byte> value = DelimitedLine.Value(row[fields[column]]);
        return StarText.TryNumber(value, out double number)
            ? number
            : throw NumberLine.Invalid(path, line, string.Create(
                CultureInfo.InvariantCulture,
                $"column {column + 1}: found '{StarTable.Excerpt(value)}', expected a finite number"));
    }

    private static string WrongCount(bool isWhole, int found, int expected) => isWhole
        ? string.Create(CultureInfo.InvariantCulture, $"found {found} values, expected {expected}")
        : found == expected
            ? string.Create(CultureInfo.InvariantCulture, $"found more than {expected} values, expected {expected}")
            : "found a quote that is not closed in its line";

    private static void Warn(string path, TableColumns columns, ICollection<Notice> warnings)
    {
        if (columns.IsCryoPpp)
        {
            warnings.Warn(
                path,
                NoticeCode.CountsFromLastRow,
                $"looks like a table of CryoPPP, whose y counts from the last row of the MRC file");
        }

        if (columns.HasSizes)
        {
            warnings.Warn(
                path,
                NoticeCode.PicksOdd,
                $"x and y taken as centres, though there are a width and a height");
        }
    }
}
