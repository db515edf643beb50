namespace DeepEM.Engine.Preparation;

/// <summary>Takes slow changes of the grey level (illumination, ice thickness) out of an image.</summary>
/// <remarks>
/// pixels[y,x] ← pixels[y,x] − mean of pixels[y−r..y+r, x−r..x+r], the window cut at the border. Sums run in double
/// and in one order, so the result does not depend on threads; the cost does not depend on r.
/// </remarks>
public static class BackgroundRemoval
{
    /// <summary>Subtracts the local mean, in place.</summary>
    /// <param name="pixels">Height·Width values, row by row; all finite.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="radius">Half side of the window, r, pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive.</exception>
    public static void SubtractLocalMean(float[] pixels, int height, int width, int radius)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        float[] original = (float[])pixels.Clone();

        // Sums of each column over the rows of the window; the window slides down one row at a time.
        double[] columns = new double[width];
        for (int y = 0; y < Math.Min(radius, height); y++)
        {
            AddRow(columns, original.AsSpan(y * width, width), +1);
        }

        for (int y = 0; y < height; y++)
        {
            if (y + radius < height)
            {
                AddRow(columns, original.AsSpan((y + radius) * width, width), +1);
            }

            if (y - radius - 1 >= 0)
            {
                AddRow(columns, original.AsSpan((y - radius - 1) * width, width), -1);
            }

            int rows = Math.Min(height - 1, y + radius) - Math.Max(0, y - radius) + 1;
            SubtractRow(columns, pixels.AsSpan(y * width, width), rows, radius);
        }
    }

    private static void AddRow(double[] columns, ReadOnlySpan<float> row, int sign)
    {
        for (int x = 0; x < row.Length; x++)
        {
            columns[x] += sign * (double)row[x];
        }
    }

    private static void SubtractRow(double[] columns, Span<float> row, int rows, int radius)
    {
        int width = row.Length;
        double sum = 0;
        for (int x = 0; x < Math.Min(radius, width); x++)
        {
            sum += columns[x];
        }

        for (int x = 0; x < width; x++)
        {
            sum += x + radius < width ? columns[x + radius] : 0;
            sum -= x - radius - 1 >= 0 ? columns[x - radius - 1] : 0;
            int count = Math.Min(width - 1, x + radius) - Math.Max(0, x - radius) + 1;
            row[x] -= (float)(sum / ((double)count * rows));
        }
    }
}
