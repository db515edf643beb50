using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Replaces a dead or hot column or row of a micrograph by the mean of its neighbours.</summary>
/// <remarks>
/// A line of a detector that no gain reference has mended is brighter or darker than both of its neighbours along its
/// whole length, which no specimen is: an edge of carbon or of a padded border differs from one neighbour, a speck of
/// dirt along a part. Where there is none, nothing is changed. Of large images, every so manieth pixel is looked at.
/// </remarks>
internal static class DamagedLines
{
    // Standard errors of the mean of a line, as far as it differs from its neighbours'.
    private const double Errors = 12;

    // A line differs in one direction in all parts of its length but this many, and in each by more than this share.
    private const int Parts = 16;
    private const int OddParts = 1;
    private const double LeastShare = 0.25;

    // More lines than these are a pattern of the image.
    private const int MostLines = 4;

    private const int LeastSide = 4 * Parts;

    // About so many pixels are looked at.
    private const int Enough = 1 << 20;

    /// <summary>Mends columns, then rows.</summary>
    /// <param name="pixels">height·width grey levels, changed in place where a line is damaged.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>How many lines were mended; none as a rule.</returns>
    public static int Mend(Span<float> pixels, int height, int width)
    {
        if (Math.Min(height, width) < LeastSide)
        {
            return 0;
        }

        int step = Math.Max(1, (int)((long)height * width / Enough));
        var columns = new Direction(width, height, 1, width);
        var rows = new Direction(height, width, width, 1);
        float[] rented = ArrayPool<float>.Shared.Rent(2 * Math.Max(height, width));
        Span<float> means = rented.AsSpan(0, Math.Max(height, width));
        Span<float> apart = rented.AsSpan(means.Length, means.Length);
        ColumnMeans(pixels, height, width, step, means[..width]);
        int mended = Mend(pixels, columns, means, apart[..(width - 2)]);
        RowMeans(pixels, height, width, step, means[..height]);
        mended += Mend(pixels, rows, means, apart[..(height - 2)]);
        ArrayPool<float>.Shared.Return(rented);
        return mended;
    }

    private static int Mend(Span<float> pixels, Direction lines, ReadOnlySpan<float> means, Span<float> apart)
    {
        for (int i = 1; i < lines.Count - 1; i++)
        {
            apart[i - 1] = Math.Abs(means[i] - ((means[i - 1] + means[i + 1]) / 2));
        }

        double limit = Errors * 1.4826 * OrderStatistic.Select(apart, apart.Length / 2);
        List<int> damaged = [];
        for (int i = 1; i < lines.Count - 1 && limit > 0; i++)
        {
            float before = means[i] - means[i - 1];
            float after = means[i] - means[i + 1];
            bool standsOut = before * after > 0 && Math.Min(Math.Abs(before), Math.Abs(after)) > limit;
            if (standsOut && IsWhole(pixels, lines, i, (before + after) / 2))
            {
                damaged.Add(i);
            }
        }

        if (damaged.Count > MostLines)
        {
            return 0;
        }

        foreach (int line in damaged)
        {
            Replace(pixels, lines, line);
        }

        return damaged.Count;
    }

    // Whether a line differs from its neighbours along its whole length, by about as much as on average.
    private static bool IsWhole(ReadOnlySpan<float> pixels, Direction lines, int line, double difference)
    {
        int odd = 0;
        for (int part = 0; part < Parts; part++)
        {
            int from = part * lines.Length / Parts;
            int to = (part + 1) * lines.Length / Parts;
            double sum = 0;
            for (int k = from; k < to; k++)
            {
                int at = lines.At(line, k);
                sum += pixels[at] - ((pixels[at - lines.Across] + pixels[at + lines.Across]) / 2);
            }

            odd += sum / (to - from) / difference < LeastShare ? 1 : 0;
        }

        return odd <= OddParts;
    }

    private static void Replace(Span<float> pixels, Direction lines, int line)
    {
        for (int k = 0; k < lines.Length; k++)
        {
            int at = lines.At(line, k);
            pixels[at] = (pixels[at - lines.Across] + pixels[at + lines.Across]) / 2;
        }
    }

    // Of every so manieth row.
    private static void ColumnMeans(ReadOnlySpan<float> pixels, int height, int width, int step, Span<float> sums)
    {
        sums.Clear();
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(sums);
        int rows = 0;
        for (int y = 0; y < height; y += step, rows++)
        {
            ReadOnlySpan<float> row = pixels.Slice(y * width, width);
            ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(row);
            for (int i = 0; i < values.Length; i++)
            {
                wide[i] += values[i];
            }

            for (int x = values.Length * Vector<float>.Count; x < width; x++)
            {
                sums[x] += row[x];
            }
        }

        for (int x = 0; x < width; x++)
        {
            sums[x] /= rows;
        }
    }

    // Of the first of every so many pieces of a row.
    private static void RowMeans(ReadOnlySpan<float> pixels, int height, int width, int step, Span<float> means)
    {
        const int Piece = 64;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = pixels.Slice(y * width, width);
            Vector<float> sum = Vector<float>.Zero;
            int count = 0;
            for (int x = 0; x + Piece <= width; x += Piece * step, count += Piece)
            {
                foreach (Vector<float> values in MemoryMarshal.Cast<float, Vector<float>>(row.Slice(x, Piece)))
                {
                    sum += values;
                }
            }

            means[y] = Vector.Sum(sum) / count;
        }
    }

    // Lines that follow one another at a distance of Across values in memory, their pixels at one of Along.
    private readonly record struct Direction(int Count, int Length, int Across, int Along)
    {
        public int At(int line, int along) => (line * Across) + (along * Along);
    }
}
