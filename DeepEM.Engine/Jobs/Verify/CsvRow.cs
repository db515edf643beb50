using System.Globalization;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>The row of a table that is being read (<see cref="CsvTable"/>).</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="names">Its columns, each once.</param>
internal sealed class CsvRow(string path, IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> _indices =
        names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);

    private int _line;
    private ReadOnlyMemory<byte> _text;
    private List<Range> _fields = [];

    /// <summary>Columns of the table.</summary>
    public int ColumnCount => names.Count;

    /// <summary>Goes on to another line.</summary>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="text">The line.</param>
    /// <param name="fields">Where its fields are.</param>
    public void Move(int line, ReadOnlyMemory<byte> text, List<Range> fields) =>
        (_line, _text, _fields) = (line, text, fields);

    /// <summary>A field as a text.</summary>
    /// <param name="column">A column that was required.</param>
    public string Text(string column) => DelimitedLine.Text(Field(column));

    /// <summary>A field as a finite number.</summary>
    /// <param name="column">A column that was required.</param>
    /// <exception cref="InvalidFileException">It is none.</exception>
    public double Number(string column) => NumberOrNull(column) ?? throw Invalid(column, "expected a finite number");

    /// <summary>A field as a finite number, or null where it is empty.</summary>
    /// <param name="column">A column that was required.</param>
    /// <exception cref="InvalidFileException">It is something else.</exception>
    public double? NumberOrNull(string column)
    {
        ReadOnlySpan<byte> field = DelimitedLine.Value(Field(column));
        return field.IsEmpty ? null
            : StarText.TryNumber(field, out double number) ? number
            : throw Invalid(column, $"found '{StarTable.Excerpt(field)}', expected a finite number");
    }

    /// <summary>A field as a finite number; not a number where it is empty.</summary>
    /// <param name="column">A column that was required.</param>
    /// <exception cref="InvalidFileException">It is something else.</exception>
    public double NumberOrUnknown(string column) => NumberOrNull(column) ?? double.NaN;

    /// <summary>A field as a whole number.</summary>
    /// <param name="column">A column that was required.</param>
    /// <param name="least">The least it can be.</param>
    /// <exception cref="InvalidFileException">It is none, or less.</exception>
    public int Whole(string column, int least)
    {
        ReadOnlySpan<byte> field = DelimitedLine.Value(Field(column));
        return int.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least
                ? number
                : throw Invalid(column, string.Create(
                    CultureInfo.InvariantCulture,
                    $"found '{StarTable.Excerpt(field)}', expected a whole number of {least} or more"));
    }

    /// <summary>An error at one value.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="message">What was found and what was expected.</param>
    public InvalidFileException Invalid(string column, string message) => new(
        path, string.Create(CultureInfo.InvariantCulture, $"line {_line}, column {column}: {message}"));

    private ReadOnlySpan<byte> Field(string column) => _text.Span[_fields[_indices[column]]];
}
