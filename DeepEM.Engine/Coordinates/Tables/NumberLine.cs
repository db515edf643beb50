using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Tables;

/// <summary>Reads a line of numbers parted by blanks, as box files have them.</summary>
internal static class NumberLine
{
    /// <summary>Where the text begins, behind a byte order mark if there is one.</summary>
    /// <param name="text">The file.</param>
    /// <returns>0 or 3.</returns>
    public static int Start(ReadOnlySpan<byte> text) =>
        text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    /// <summary>Reads a line.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="text">The line without its end.</param>
    /// <param name="values">Receives the numbers; its length is the most that are read.</param>
    /// <param name="ignoresMore">Whether more columns may follow, which are not read.</param>
    /// <returns>How many columns there were, at most as many as are read; 0 for an empty line or a comment.</returns>
    /// <exception cref="InvalidFileException">There are too many columns, or one is no finite number.</exception>
    public static int Read(string path, int line, ReadOnlySpan<byte> text, Span<double> values, bool ignoresMore)
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
            if (count == values.Length)
            {
                return ignoresMore ? count : throw Invalid(path, line, string.Create(
                    CultureInfo.InvariantCulture,
                    $"found more than {count} columns, expected x y width height [score]"));
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

        return count;
    }

    /// <summary>An error in a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <returns>The exception.</returns>
    public static InvalidFileException Invalid(string path, int line, string message) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}"));
}
