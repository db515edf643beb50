using System.Buffers;
using System.Globalization;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>The letters of STAR: lines, blanks, quotes, numbers.</summary>
internal static class StarText
{
    private static readonly SearchValues<byte> _blanksAndEnds = SearchValues.Create(" \t\v\f\r\n"u8);

    /// <summary>Whether a byte parts values within a line.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>True for space, tab, vertical tab and form feed.</returns>
    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f';

    /// <summary>Where a line ends: before LF, CR or the end of the file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="start">First byte of the line.</param>
    /// <param name="next">First byte of the next line, past LF, CR or CR LF.</param>
    /// <returns>One past the last byte of the line.</returns>
    public static int LineEnd(ReadOnlySpan<byte> text, int start, out int next)
    {
        int length = text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        int end = length < 0 ? text.Length : start + length;
        next = end + 1;
        if (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n')
        {
            next++;
        }

        return end;
    }

    /// <summary>The number of the line that holds a byte.</summary>
    /// <param name="text">The file.</param>
    /// <param name="position">The byte.</param>
    /// <returns>The line, from 1.</returns>
    public static int LineOf(ReadOnlySpan<byte> text, int position)
    {
        int line = 0;
        for (int start = 0; start <= position;)
        {
            _ = LineEnd(text, start, out start);
            line++;
        }

        return line;
    }

    /// <summary>First byte at or after a place that is no blank.</summary>
    /// <param name="text">The file.</param>
    /// <param name="start">The place.</param>
    /// <param name="end">End of the line.</param>
    /// <returns>The place, or <paramref name="end"/>.</returns>
    public static int SkipBlanks(ReadOnlySpan<byte> text, int start, int end)
    {
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        return start;
    }

    /// <summary>The value that begins at a place, without its quotes.</summary>
    /// <param name="text">The file.</param>
    /// <param name="start">First byte of the value, the quote if it has one, closed.</param>
    /// <returns>The value.</returns>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, int start)
    {
        int end = ValueEnd(text, start);
        return text[start] is (byte)'"' or (byte)'\'' ? text[(start + 1)..(end - 1)] : text[start..end];
    }

    /// <summary>Where a value ends.</summary>
    /// <param name="text">The file.</param>
    /// <param name="start">First byte of the value.</param>
    /// <returns>One past its last byte, the closing quote included; -1 when a quote is not closed in its line.
    /// </returns>
    public static int ValueEnd(ReadOnlySpan<byte> text, int start)
    {
        byte quote = text[start];
        if (quote is not ((byte)'"' or (byte)'\''))
        {
            int length = text[start..].IndexOfAny(_blanksAndEnds);
            return length < 0 ? text.Length : start + length;
        }

        // A quote inside a value does not close it unless a blank follows: 'Mike's file' (Hall 1991, STAR).
        for (int i = start + 1; i < text.Length && text[i] is not ((byte)'\r' or (byte)'\n'); i++)
        {
            if (text[i] == quote && (i + 1 == text.Length || _blanksAndEnds.Contains(text[i + 1])))
            {
                return i + 1;
            }
        }

        return -1;
    }

    /// <summary>Reads a number: invariant culture, no blanks, no thousands, finite.</summary>
    /// <param name="text">Its letters.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when it is none, or too large for a double.</returns>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
