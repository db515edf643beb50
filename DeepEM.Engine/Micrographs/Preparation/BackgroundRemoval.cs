using System.Buffers;
using System.Numerics;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Takes slow changes of the grey level (illumination, ice thickness) out of an image.</summary>
/// <remarks>
/// target[y,x] = source[y,x] − mean of source[y−r..y+r, x−r..x+r], the window cut at the border. Sums run in double.
/// Rows are dealt with in blocks of a fixed number, each with sums of its own, so the result does not depend on
/// threads; the cost hardly depends on r.
/// </remarks>
public static class BackgroundRemoval
{
    private const int BlockRows = 128;

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
        float[] source = (float[])pixels.Clone();
        for (int block = 0; block < Blocks(height); block++)
        {
            SubtractBlock(block, source, pixels, (height, width), radius);
        }
    }

    /// <summary>Subtracts the local mean with all threads.</summary>
    /// <param name="backend">Lends its threads.</param>
    /// <param name="source">Height·Width values, row by row; all finite.</param>
    /// <param name="target">Receives as many; another array.</param>
    /// <param name="extents">Rows and columns.</param>
    /// <param name="radius">Half side of the window, r, pixels, at least 1.</param>
    internal static void SubtractLocalMean(
        IComputeBackend backend, float[] source, float[] target, (int Height, int Width) extents, int radius) =>
        HostWork.ForEach(
            backend, Blocks(extents.Height), block => SubtractBlock(block, source, target, extents, radius));

    private static int Blocks(int height) => (height + BlockRows - 1) / BlockRows;

    private static void SubtractBlock(
        int block, float[] source, float[] target, (int Height, int Width) extents, int radius)
    {
        (int height, int width) = extents;
        int first = block * BlockRows;
        int end = Math.Min(height, first + BlockRows);
        double[] buffer = ArrayPool<double>.Shared.Rent((2 * width) + 1);

        // Sums of each column over the rows of the window; the window slides down one row at a time.
        Span<double> columns = buffer.AsSpan(0, width);
        Span<double> before = buffer.AsSpan(width, width + 1);
        columns.Clear();
        for (int y = Math.Max(0, first - radius); y < Math.Min(height, first + radius); y++)
        {
            AddRow(columns, source.AsSpan(y * width, width), sign: 1);
        }

        for (int y = first; y < end; y++)
        {
            if (y + radius < height)
            {
                AddRow(columns, source.AsSpan((y + radius) * width, width), sign: 1);
            }

            if (y > first && y - radius - 1 >= 0)
            {
                AddRow(columns, source.AsSpan((y - radius - 1) * width, width), sign: -1);
            }

            int rows = Math.Min(height - 1, y + radius) - Math.Max(0, y - radius) + 1;
            SumUp(columns, before);
            Flatten(before, source.AsSpan(y * width, width), target.AsSpan(y * width, width), rows, radius);
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    // A sign of −1 takes the row away; the product is exact.
    private static void AddRow(Span<double> columns, ReadOnlySpan<float> row, double sign)
    {
        int x = 0;
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[x..]), out Vector<double> low, out Vector<double> high);
            Span<double> there = columns.Slice(x, Vector<float>.Count);
            Span<double> upper = there[Vector<double>.Count..];
            (new Vector<double>(there) + (sign * low)).CopyTo(there);
            (new Vector<double>(upper) + (sign * high)).CopyTo(upper);
        }

        for (; x < row.Length; x++)
        {
            columns[x] += sign * row[x];
        }
    }

    // before[x] is the sum over all columns left of x.
    private static void SumUp(ReadOnlySpan<double> columns, Span<double> before)
    {
        double sum = 0;
        before[0] = 0;
        for (int x = 0; x < columns.Length; x++)
        {
            sum += columns[x];
            before[x + 1] = sum;
        }
    }

    private static void Flatten(
        ReadOnlySpan<double> before, ReadOnlySpan<float> source, Span<float> target, int rows, int radius)
    {
        int width = source.Length;
        int inside = Math.Min(radius, width);
        int outside = Math.Max(inside, width - radius);
        for (int x = 0; x < inside; x++)
        {
            FlattenAt(x, before, source, target, rows, radius);
        }

        // Where the window is not cut every mean is over as many pixels.
        var pixels = new Vector<double>(((2.0 * radius) + 1) * rows);
        int next = inside;
        for (; next <= outside - Vector<float>.Count; next += Vector<float>.Count)
        {
            ReadOnlySpan<double> right = before.Slice(next + radius + 1, Vector<float>.Count);
            ReadOnlySpan<double> left = before.Slice(next - radius, Vector<float>.Count);
            Vector<double> low = (new Vector<double>(right) - new Vector<double>(left)) / pixels;
            Vector<double> high = (new Vector<double>(right[Vector<double>.Count..])
                - new Vector<double>(left[Vector<double>.Count..])) / pixels;
            (new Vector<float>(source[next..]) - Vector.Narrow(low, high)).CopyTo(target[next..]);
        }

        for (; next < width; next++)
        {
            FlattenAt(next, before, source, target, rows, radius);
        }
    }

    private static void FlattenAt(
        int x, ReadOnlySpan<double> before, ReadOnlySpan<float> source, Span<float> target, int rows, int radius)
    {
        int first = Math.Max(0, x - radius);
        int end = Math.Min(source.Length, x + radius + 1);
        target[x] = source[x] - (float)((before[end] - before[first]) / ((end - first) * (double)rows));
    }
}
