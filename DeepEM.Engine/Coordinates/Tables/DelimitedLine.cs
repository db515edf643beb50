using System.Text;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Tables;

/// <summary>Parts a line of a table into its fields: commas, semicolons or tabs, or runs of blanks.</summary>
/// <remarks>A field in double quotes may hold the delimiter and, doubled, a quote (RFC 4180); it ends in its line.
/// Blanks around a field that has no quotes are no part of it.</remarks>
internal static class DelimitedLine
{
    /// <summary>Finds what parts the fields of a header.</summary>
    /// <param name="line">The header.</param>
    /// <returns>A tab, a comma, a semicolon, or a blank where there is none of them.</returns>
    public static byte DelimiterOf(ReadOnlySpan<byte> line) =>
        line.Contains((byte)'\t') ? (byte)'\t'
        : line.Contains((byte)',') ? (byte)','
        : line.Contains((byte)';') ? (byte)';'
        : (byte)' ';

    /// <summary>Parts a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="delimiter">What parts the fields.</param>
    /// <param name="fields">Filled with where each field is, quotes included.</param>
    /// <param name="most">Fields to read at most.</param>
    /// <returns>True; false when there are more fields, or a quote is not closed, after what was filled in.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> line, byte delimiter, List<Range> fields, int most)
    {
        fields.Clear();
        int position = StarText.SkipBlanks(line, 0, delimiter == ' ' ? line.Length : 0);
        do
        {
            if (fields.Count == most)
            {
                return false;
            }

            int end = EndOf(line, position, delimiter);
            if (end < 0)
            {
                return false;
            }

            fields.Add(position..end);
            position = delimiter == ' ' ? StarText.SkipBlanks(line, end, line.Length) : end + 1;
        }
        while (delimiter == ' ' ? position < line.Length : position <= line.Length);
        return true;
    }

    /// <summary>The value of a field.</summary>
    /// <param name="field">The field as it stands in the line.</param>
    /// <returns>Its bytes without blanks around and without quotes; a doubled quote within stays doubled.</returns>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> value = field.Trim(" \t"u8);
        return value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
    }

    /// <summary>A text as a field between commas (RFC 4180), on one line for the readers that go line by line.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Field(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.AsSpan().ContainsAny(",\"") || line != line.Trim()
            ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : line;
    }

    /// <summary>The value of a field as a text.</summary>
    /// <param name="field">The field as it stands in the line.</param>
    /// <returns>The text.</returns>
    public static string Text(ReadOnlySpan<byte> field)
    {
        string text = Encoding.UTF8.GetString(Value(field));
        return text.Contains('"', StringComparison.Ordinal)
            ? text.Replace("\"\"", "\"", StringComparison.Ordinal)
            : text;
    }

    // One past the field that begins at a place; -1 when its quote is not closed.
    private static int EndOf(ReadOnlySpan<byte> line, int start, byte delimiter)
    {
        int position = delimiter == ' ' ? start : SkipSpaces(line, start);
        if (position < line.Length && line[position] == '"')
        {
            for (position++; ; position += 2)
            {
                int quote = line[position..].IndexOf((byte)'"');
                if (quote < 0)
                {
                    return -1;
                }

                position += quote;
                if (position + 1 >= line.Length || line[position + 1] != '"')
                {
                    break;
                }
            }
        }

        int length = delimiter == ' '
            ? line[position..].IndexOfAny(" \t\v\f"u8)
            : line[position..].IndexOf(delimiter);
        return length < 0 ? line.Length : position + length;
    }

    private static int SkipSpaces(ReadOnlySpan<byte> line, int start)
    {
        while (start < line.Length && line[start] == ' ')
        {
            start++;
        }

        return start;
    }
}
