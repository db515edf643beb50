namespace DeepEM.Engine.Micrographs.Png;

/// <summary>Undoes what a PNG does to a row before it is packed.</summary>
/// <remarks>
/// PNG, section 9.2: x is the byte itself, a the one of the pixel to the left, b the one above, c the one above a; all
/// sums modulo 256. Bytes outside the image are 0.
/// </remarks>
internal static class PngFilter
{
    /// <summary>The number of filters; their numbers are below.</summary>
    public const int Count = 5;

    /// <summary>Undoes a filter in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 mean, 4 Paeth.</param>
    /// <param name="row">The row as stored, overwritten.</param>
    /// <param name="above">The row above, undone; zeros for the first.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the next, at least 1.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case 1:
                for (int i = pixelBytes; i < row.Length; i++)
                {
                    row[i] += row[i - pixelBytes];
                }

                break;
            case 2:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                {
                    int a = i < pixelBytes ? 0 : row[i - pixelBytes];
                    row[i] += (byte)((a + above[i]) / 2);
                }

                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                {
                    bool isFirst = i < pixelBytes;
                    row[i] += Nearest(
                        isFirst ? 0 : row[i - pixelBytes], above[i], isFirst ? 0 : above[i - pixelBytes]);
                }

                break;
        }
    }

    // Paeth's predictor: that of a, b and c nearest to a + b - c; ties go to a, then to b.
    private static byte Nearest(int a, int b, int c)
    {
        int toA = Math.Abs(b - c);
        int toB = Math.Abs(a - c);
        int toC = Math.Abs(a + b - (2 * c));
        return (byte)(toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
    }
}
