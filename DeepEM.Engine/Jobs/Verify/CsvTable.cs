using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Reads and writes tables with commas and a header, as a verification has them.</summary>
/// <remarks>Columns are found by their names: a program may have put them in another order or added some. Empty lines
/// are skipped.</remarks>
internal static class CsvTable
{
    private const int MostColumns = 256;

    /// <summary>The shortest text that reads back as the same number; empty for none, or for one that is not finite.
    /// </summary>
    /// <param name="value">The number.</param>
    public static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? StarWriter.Number(number) : string.Empty;

    /// <summary>A flag as 1 or 0.</summary>
    /// <param name="value">The flag.</param>
    public static string Flag(bool value) => value ? "1" : "0";

    /// <summary>Reads a table.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="columns">Columns that it must have.</param>
    /// <param name="parse">Makes something of a row, which holds until the next.</param>
    /// <returns>One for each row.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, a column is missing, or a row is wrong.</exception>
    public static IReadOnlyList<T> Read<T>(string path, IReadOnlyList<string> columns, Func<CsvRow, T> parse)
    {
        byte[] text = InputFile.ReadAll(path);
        List<T> read = [];
        List<Range> fields = [];
        CsvRow? row = null;
        int line = 0;
        for (int start = NumberLine.Start(text); start < text.Length;)
        {
            int first = start;
            int end = StarText.LineEnd(text, start, out start);
            line++;
            ReadOnlyMemory<byte> bytes = text.AsMemory(first..end);
            if (StarText.SkipBlanks(bytes.Span, 0, bytes.Length) == bytes.Length)
            {
                continue;
            }

            bool isWhole = DelimitedLine.TrySplit(bytes.Span, (byte)',', fields, MostColumns);
            if (row is null)
            {
                string[] names = [.. fields.Select(field => DelimitedLine.Text(bytes.Span[field]))];
                Require(path, line, names, columns);
                row = new CsvRow(path, names);
                continue;
            }

            row.Move(line, bytes, fields);
            read.Add(isWhole && fields.Count == row.ColumnCount ? parse(row) : throw NumberLine.Invalid(
                path, line, $"found {fields.Count} columns, expected {row.ColumnCount}"));
        }

        return row is null ? throw new InvalidFileException(path, "is empty, expected a header") : read;
    }

    private static void Require(string path, int line, string[] names, IReadOnlyList<string> columns)
    {
        if (columns.FirstOrDefault(column => !names.Contains(column)) is { } missing)
        {
            throw NumberLine.Invalid(
                path, line, $"has no column {missing}, expected the header {string.Join(',', columns)}");
        }

        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw NumberLine.Invalid(path, line, "has a column twice, expected each once");
        }
    }
}
