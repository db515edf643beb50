using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>One block of a STAR file: columns that have labels, rows of values.</summary>
/// <remarks>
/// Values stay bytes of the file until they are asked for by column and type. A block of single values,
/// <c>_label value</c>, is a table of one row. Numbers are those of the invariant culture and finite.
/// </remarks>
public sealed class StarTable
{
    private const int LongestExcerpt = 40;

    private readonly byte[] _text;
    private readonly string[] _columns;
    private readonly List<int> _cells;
    private readonly Dictionary<string, int> _indices;

    internal StarTable(
        string path, byte[] text, string name, List<string> columns, List<int> cells, bool isLoop, string? version)
    {
        Path = path;
        Name = name;
        IsLoop = isLoop;
        Version = version;
        _text = text;
        _columns = [.. columns];
        _cells = cells;
        _indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _columns.Length; i++)
        {
            _indices.Add(_columns[i], i);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What follows <c>data_</c>; may be empty.</summary>
    public string Name { get; }

    /// <summary>Whether it has rows; false for a block of single values.</summary>
    public bool IsLoop { get; }

    /// <summary>What the comment <c># version N</c> before the block says, as RELION writes it since 3.1; null without
    /// one.</summary>
    public string? Version { get; }

    /// <summary>Labels with their leading underscore, in the order of the file.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Number of rows.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _cells.Count / _columns.Length;

    /// <summary>Whether there is a column.</summary>
    /// <param name="column">Its label.</param>
    /// <returns>True when there is.</returns>
    public bool HasColumn(string column) => _indices.ContainsKey(column);

    /// <summary>A value as a text, without its quotes.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidFileException">There is no such column.</exception>
    public string Text(int row, string column) => Encoding.UTF8.GetString(Cell(row, column));

    /// <summary>A value as a number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <returns>A finite number.</returns>
    /// <exception cref="InvalidFileException">There is no such column, or no finite number in it.</exception>
    public double Number(int row, string column) => Number(row, column, Cell(row, column));

    /// <summary>The same where the column's number is known.</summary>
    internal double Number(int row, int index) => Number(row, _columns[index], Cell(row, index));

    /// <summary>A value as a text where the column's number is known.</summary>
    internal string Text(int row, int index) => Encoding.UTF8.GetString(Cell(row, index));

    private double Number(int row, string column, ReadOnlySpan<byte> cell)
    {
        return StarText.TryNumber(cell, out double number)
            ? number
            : throw Invalid(row, column, $"found '{Excerpt(cell)}', expected a finite number");
    }

    /// <summary>A value as a whole number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidFileException">There is no such column, or no 32-bit integer in it.</exception>
    public int WholeNumber(int row, string column)
    {
        ReadOnlySpan<byte> cell = Cell(row, column);
        return int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Invalid(row, column, $"found '{Excerpt(cell)}', expected a whole number");
    }

    /// <summary>An error at one value.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of the column.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <returns>The exception, with the line and the column in its message.</returns>
    public InvalidFileException Invalid(int row, string column, string message) =>
        new(Path, $"line {Line(row)}, column {column}: {message}");

    /// <summary>Number of a column, from 0; -1 when there is no such.</summary>
    internal int IndexOf(string column) => _indices.GetValueOrDefault(column, -1);

    /// <summary>A value as its bytes stand in the file, with its quotes.</summary>
    internal ReadOnlySpan<byte> Raw(int row, int index)
    {
        int start = _cells[(row * _columns.Length) + index];
        return _text.AsSpan(start..StarText.ValueEnd(_text, start));
    }

    internal static string Excerpt(ReadOnlySpan<byte> text)
    {
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestExcerpt)]);
        return Printable(shown) + (text.Length > LongestExcerpt ? "..." : "");
    }

    internal static string Excerpt(string text, int longest) =>
        text.Length > longest ? Printable(text[..longest]) + "..." : Printable(text);

    private static string Printable(string text) =>
        new([.. text.Select(character => char.IsControl(character) ? '.' : character)]);

    private ReadOnlySpan<byte> Cell(int row, string column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        if (!_indices.TryGetValue(column, out int index))
        {
            throw new InvalidFileException(Path, $"data_{Name} has no column {column}");
        }

        return Cell(row, index);
    }

    private ReadOnlySpan<byte> Cell(int row, int index) =>
        StarText.Value(_text, _cells[(row * _columns.Length) + index]);

    // Lines are counted only when one is to be named, so that good files do not pay for it.
    private int Line(int row) => StarText.LineOf(_text, _cells[row * _columns.Length]);
}
