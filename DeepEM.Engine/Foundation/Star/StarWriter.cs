using System.Globalization;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>Writes tables as RELION reads them: line feeds, one space between values, numbers that read back equal.
/// </summary>
public static class StarWriter
{
    // Seventeen digits, a point, an exponent and two signs take fewer.
    private const int LongestNumber = 32;

    /// <summary>Writes the first line that RELION writes since 3.1.</summary>
    /// <param name="writer">Where to.</param>
    public static void WriteVersion(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("# version 30001\n\n");
    }

    /// <summary>Writes a block with one loop; without rows it is an empty, valid table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">Name of the block, what follows <c>data_</c>; may be empty.</param>
    /// <param name="columns">Labels with their leading underscore.</param>
    /// <param name="rows">Values, as many a row as there are columns; see <see cref="Number"/>. A text is quoted where
    /// it has to be.</param>
    /// <exception cref="ArgumentException">A row has another length, or a text cannot stand in a STAR file.</exception>
    public static void WriteLoop(
        TextWriter writer, string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        WriteLoopHead(writer, name, columns);
        foreach (IReadOnlyList<string> row in rows)
        {
            if (row.Count != columns.Count)
            {
                throw new ArgumentException(
                    $"A row has {row.Count} values, expected {columns.Count}.", nameof(rows));
            }

            for (int i = 0; i < row.Count; i++)
            {
                writer.Write(Quote(row[i]));
                writer.Write(i + 1 < row.Count ? ' ' : '\n');
            }
        }
    }

    /// <summary>Writes a block of single values.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">Name of the block, what follows <c>data_</c>; may be empty.</param>
    /// <param name="values">Labels with their leading underscore, and the value of each; quoted where it has to be.
    /// </param>
    /// <exception cref="ArgumentException">A text cannot stand in a STAR file.</exception>
    public static void WriteValues(
        TextWriter writer, string name, IEnumerable<(string Label, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(values);
        writer.Write($"data_{name}\n\n");
        foreach ((string label, string value) in values)
        {
            writer.Write($"{label} {Quote(value)}\n");
        }
    }

    /// <summary>Writes what stands before the rows of a loop.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">Name of the block, what follows <c>data_</c>; may be empty.</param>
    /// <param name="columns">Labels with their leading underscore.</param>
    public static void WriteLoopHead(TextWriter writer, string name, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(columns);
        writer.Write($"data_{name}\n\nloop_\n");
        for (int i = 0; i < columns.Count; i++)
        {
            writer.Write(columns[i]);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $" #{i + 1}\n"));
        }
    }

    /// <summary>Writes the text of <see cref="Number"/> without making a string of it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static void WriteNumber(TextWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[LongestNumber];
        if (double.IsFinite(value)
            && value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture))
        {
            writer.Write(text[..length]);
        }
        else
        {
            writer.Write(Number(value));
        }
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>The text, with a decimal point whatever the locale.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static string Number(double value) => double.IsFinite(value)
        ? value.ToString("R", CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A STAR file holds finite numbers only.");

    /// <summary>Whether a text can be a value of a STAR file.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False when it holds a line break or a zero, or needs quotes and holds both kinds of them.</returns>
    public static bool CanHold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool hasBoth = text.Contains('"', StringComparison.Ordinal) && text.Contains('\'', StringComparison.Ordinal);
        return text.AsSpan().IndexOfAny('\r', '\n', '\0') < 0 && (!hasBoth || IsPlain(text));
    }

    /// <summary>Whether a text can be a column's label: an underscore, then letters without blanks.</summary>
    internal static bool IsLabel(string text) =>
        text is ['_', _, ..] && !text.Any(char.IsWhiteSpace) && CanHold(text);

    private static bool IsPlain(string text) =>
        text.Length > 0
        && text[0] is not ('"' or '\'' or '#' or ';' or '_')
        && text.AsSpan().IndexOfAny(" \t\v\f") < 0;

    /// <summary>A text as it stands in a file, in quotes where it has to be.</summary>
    internal static string Quote(string text)
    {
        if (!CanHold(text))
        {
            throw new ArgumentException(
                "A value of a STAR file cannot hold a line break, a zero or both kinds of quote.", nameof(text));
        }

        char quote = text.Contains('"', StringComparison.Ordinal) ? '\'' : '"';
        return IsPlain(text) ? text : $"{quote}{text}{quote}";
    }
}
