using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>Rows of a table that was read: chosen, put in order, with columns changed or added.</summary>
/// <remarks>
/// It is never changed itself; every step gives another one, and all share the text that was read. A cell that nothing
/// was set for, or that was set to the value it has, keeps its letters: <see cref="StarTableWriter"/> writes them byte
/// for byte. Beside the text there are four bytes for each cell that was read, and eight for each that was set.
/// </remarks>
public sealed class StarRows
{
    private readonly StarTable _source;
    private readonly int[]? _rows;
    private readonly StarColumn[] _columns;
    private readonly Dictionary<string, int> _indices;

    private StarRows(StarTable source, int[]? rows, StarColumn[] columns)
    {
        IsLoop = source.IsLoop || rows is not null;
        _source = source;
        _rows = rows;
        _columns = columns;
        _indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            _indices.Add(columns[i].Label, i);
        }

        Columns = [.. columns.Select(column => column.Label)];
    }

    /// <summary>All rows of a table, as they were read.</summary>
    /// <param name="table">The table.</param>
    public static StarRows Of(StarTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new StarRows(table, null, [.. table.Columns.Select((label, i) => new StarColumn(label, i))]);
    }

    /// <summary>The file that the rows were read from.</summary>
    public string Path => _source.Path;

    /// <summary>What follows <c>data_</c>; may be empty.</summary>
    public string Name => _source.Name;

    /// <summary>Whether it is written with <c>loop_</c>; false for a block of single values, all of it.</summary>
    public bool IsLoop { get; }

    /// <summary>The number of the comment <c># version N</c> before the block; null without one.</summary>
    public string? Version => _source.Version;

    /// <summary>Labels with their leading underscore, those added last.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => _rows?.Length ?? _source.RowCount;

    /// <summary>Whether there is a column.</summary>
    /// <param name="column">Its label.</param>
    public bool HasColumn(string column) => _indices.ContainsKey(column);

    /// <summary>A value as a text, without its quotes.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <exception cref="InvalidFileException">There is no such column.</exception>
    public string Text(int row, string column) => Text(row, Find(column));

    /// <summary>A value as a number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <returns>A finite number.</returns>
    /// <exception cref="InvalidFileException">There is no such column, or no finite number in it.</exception>
    public double Number(int row, string column) => Number(row, Find(column));

    /// <summary>A value as a whole number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of a column that is there.</param>
    /// <exception cref="InvalidFileException">There is no such column, or no 32-bit integer in it.</exception>
    public int WholeNumber(int row, string column)
    {
        StarColumn found = _columns[Find(column)];
        if (found.Numbers is null && found.Texts is null)
        {
            return _source.WholeNumber(SourceRow(row), column);
        }

        string text = Text(row, column);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Invalid(row, column, $"found '{StarTable.Excerpt(text, 40)}', expected a whole number");
    }

    /// <summary>An error at one value.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Label of the column.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <returns>The exception, with the line of the file and the column in its message.</returns>
    public InvalidFileException Invalid(int row, string column, string message) =>
        _source.Invalid(SourceRow(row), column, message);

    /// <summary>Some of the rows, in an order of one's own.</summary>
    /// <param name="rows">Their numbers, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public StarRows Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] source = new int[rows.Count];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = SourceRow(rows[i]);
        }

        return new StarRows(_source, source, [.. _columns.Select(column => column.Select(rows))]);
    }

    /// <summary>The rows with one column set to numbers; it is added as the last where it is not there.</summary>
    /// <param name="column">Its label, with the leading underscore.</param>
    /// <param name="values">One for each row, finite.</param>
    /// <exception cref="ArgumentException">The label is none, or there are more or fewer values than rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite.</exception>
    public StarRows With(string column, IReadOnlyList<double> values)
    {
        RequireOneEach(values);
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(values), value, "A STAR file holds finite numbers only.");
            }
        }

        return With(new StarColumn(column, _source.IndexOf(column)) { Numbers = [.. values] });
    }

    /// <summary>The rows with one column set to texts; it is added as the last where it is not there.</summary>
    /// <param name="column">Its label, with the leading underscore.</param>
    /// <param name="values">One for each row; <see cref="StarWriter.CanHold"/> says which texts can stand there.
    /// </param>
    /// <exception cref="ArgumentException">The label is none, there are more or fewer values than rows, or a text
    /// cannot stand in a STAR file.</exception>
    public StarRows With(string column, IReadOnlyList<string> values)
    {
        RequireOneEach(values);
        foreach (string value in values)
        {
            if (!StarWriter.CanHold(value))
            {
                throw new ArgumentException($"'{value}' cannot stand in a STAR file.", nameof(values));
            }
        }

        return With(new StarColumn(column, _source.IndexOf(column)) { Texts = [.. values] });
    }

    /// <summary>Number of a column, for whoever reads many rows; -1 when there is no such.</summary>
    /// <param name="column">Its label.</param>
    internal int IndexOf(string column) => _indices.GetValueOrDefault(column, -1);

    /// <summary>A value as a text, without its quotes.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="index">Number of a column that is there.</param>
    internal string Text(int row, int index)
    {
        StarColumn column = _columns[index];
        return column.Texts is { } texts ? texts[row]
            : column.Numbers is { } numbers ? StarWriter.Number(numbers[row])
            : _source.Text(SourceRow(row), column.Source);
    }

    /// <summary>A value as a number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="index">Number of a column that is there.</param>
    /// <exception cref="InvalidFileException">There is no finite number in it.</exception>
    internal double Number(int row, int index)
    {
        StarColumn column = _columns[index];
        if (column.Numbers is { } numbers)
        {
            return numbers[row];
        }

        if (column.Texts is not { } texts)
        {
            return _source.Number(SourceRow(row), column.Source);
        }

        return StarText.TryNumber(Encoding.UTF8.GetBytes(texts[row]), out double number)
            ? number
            : throw Invalid(
                row, column.Label, $"found '{StarTable.Excerpt(texts[row], 40)}', expected a finite number");
    }

    /// <summary>The columns, for the writer.</summary>
    internal IReadOnlyList<StarColumn> Cells => _columns;

    /// <summary>A cell's letters as they were read, quotes included.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">A column that was read (<see cref="StarColumn.Source"/> is not -1).</param>
    internal ReadOnlySpan<byte> Raw(int row, StarColumn column) => _source.Raw(SourceRow(row), column.Source);

    /// <summary>A cell's text as it was read.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">A column that was read.</param>
    internal string SourceText(int row, StarColumn column) => _source.Text(SourceRow(row), column.Source);

    private int SourceRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _rows is null ? row : _rows[row];
    }

    private int Find(string column) => _indices.TryGetValue(column, out int index)
        ? index
        : throw new InvalidFileException(Path, $"data_{Name} has no column {column}");

    private void RequireOneEach<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != RowCount)
        {
            throw new ArgumentException(
                $"{values.Count} values for {RowCount} rows, expected one each.", nameof(values));
        }
    }

    private StarRows With(StarColumn column)
    {
        if (!StarWriter.IsLabel(column.Label))
        {
            throw new ArgumentException($"'{column.Label}' is no label, expected _ and a name.", nameof(column));
        }

        StarColumn[] columns = _indices.TryGetValue(column.Label, out int index)
            ? [.. _columns[..index], column, .. _columns[(index + 1)..]]
            : [.. _columns, column];
        return new StarRows(_source, _rows, columns);
    }
}
