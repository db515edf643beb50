using System.Numerics;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Preparation;

/// <summary>How deep the border of a micrograph is that shows no specimen.</summary>
/// <remarks>
/// The correction of beam-induced motion shifts frames against each other and fills what is missing by repeating the
/// outermost rows and columns: streaks at right angles to the border, which look like anything but ice. Neighbouring
/// lines are held against each other, never against the background, so that an empty or dark border is none of these.
/// </remarks>
/// <param name="Top">Rows, original pixels.</param>
/// <param name="Bottom">Rows.</param>
/// <param name="Left">Columns.</param>
/// <param name="Right">Columns.</param>
public readonly record struct PaddedBorder(int Top, int Bottom, int Left, int Right)
{
    // No microscope drifts further than this share of the frame.
    private const int LargestShare = 8;

    // Neighbouring rows of specimen differ by noise; repeated ones by nothing, or by what compression left.
    private const double SameBelow = 0.3;

    // Lines in the middle of the micrograph that say how much neighbours usually differ.
    private const int UsualLines = 33;

    // Every so manieth row is looked at for the difference of its columns.
    private const int RowStep = 8;

    /// <summary>Measures a micrograph.</summary>
    /// <param name="micrograph">The micrograph, unbinned.</param>
    /// <returns>The depth on each side, 0 where there is specimen up to the border.</returns>
    public static PaddedBorder Of(Micrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (int height, int width) = (micrograph.Height, micrograph.Width);
        if (Math.Min(height, width) < 2 * LargestShare)
        {
            return default;
        }

        double[] columns = ColumnDifferences(micrograph);
        Func<int, double> rowDifference = y => RowDifference(micrograph, y);
        Func<int, double> columnDifference = x => columns[x];
        double usualRow = Usual(rowDifference, height);
        double usualColumn = Usual(columnDifference, width);
        return new PaddedBorder(
            Depth(i => rowDifference(i) < SameBelow * usualRow, height),
            Depth(i => rowDifference(height - 2 - i) < SameBelow * usualRow, height),
            Depth(i => columnDifference(i) < SameBelow * usualColumn, width),
            Depth(i => columnDifference(width - 2 - i) < SameBelow * usualColumn, width));
    }

    /// <summary>How far a place lies within the specimen.</summary>
    /// <param name="x">Column, original pixels.</param>
    /// <param name="y">Row, original pixels.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>
    /// Distance from the nearest padded side, pixels; negative in the padding, infinite where no side is padded.
    /// </returns>
    public double Distance(double x, double y, int height, int width)
    {
        double nearest = double.PositiveInfinity;
        nearest = Top > 0 ? Math.Min(nearest, y - Top) : nearest;
        nearest = Left > 0 ? Math.Min(nearest, x - Left) : nearest;
        nearest = Bottom > 0 ? Math.Min(nearest, height - 1 - Bottom - y) : nearest;
        return Right > 0 ? Math.Min(nearest, width - 1 - Right - x) : nearest;
    }

    // Mean absolute difference of row y and the next.
    private static double RowDifference(Micrograph micrograph, int y)
    {
        int width = micrograph.Width;
        ReadOnlySpan<float> first = micrograph.Pixels.AsSpan(y * width, width);
        ReadOnlySpan<float> second = micrograph.Pixels.AsSpan((y + 1) * width, width);
        Vector<float> sums = Vector<float>.Zero;
        int x = 0;
        for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
        {
            sums += Vector.Abs(new Vector<float>(first[x..]) - new Vector<float>(second[x..]));
        }

        double sum = Vector.Sum(sums);
        for (; x < width; x++)
        {
            sum += Math.Abs(first[x] - second[x]);
        }

        return sum / width;
    }

    // Mean absolute difference of each column and the next.
    private static double[] ColumnDifferences(Micrograph micrograph)
    {
        int count = micrograph.Width - 1;
        float[] sums = new float[count];
        int rows = 0;
        for (int y = 0; y < micrograph.Height; y += RowStep, rows++)
        {
            ReadOnlySpan<float> row = micrograph.Pixels.AsSpan(y * micrograph.Width, micrograph.Width);
            int x = 0;
            for (; x <= count - Vector<float>.Count; x += Vector<float>.Count)
            {
                Vector<float> difference = Vector.Abs(new Vector<float>(row[x..]) - new Vector<float>(row[(x + 1)..]));
                (new Vector<float>(sums, x) + difference).CopyTo(sums, x);
            }

            for (; x < count; x++)
            {
                sums[x] += Math.Abs(row[x] - row[x + 1]);
            }
        }

        return Array.ConvertAll(sums, sum => sum / (double)rows);
    }

    // The median over lines spread across the middle of the micrograph.
    private static double Usual(Func<int, double> difference, int extent)
    {
        double[] found = new double[UsualLines];
        for (int i = 0; i < UsualLines; i++)
        {
            found[i] = difference((int)((extent - 2) * (0.25 + (0.5 * i / UsualLines))));
        }

        Array.Sort(found);
        return found[UsualLines / 2];
    }

    // Frames of one movie end at different places, so that between the repeated lines there are a few others: the
    // border reaches to the last line before which most are repeated.
    private static int Depth(Predicate<int> isRepeated, int extent)
    {
        int depth = 0;
        int repeated = 0;
        for (int i = 0; i < extent / LargestShare; i++)
        {
            if (!isRepeated(i))
            {
                continue;
            }

            repeated++;
            if (2 * repeated > i)
            {
                depth = i + 1;
            }
        }

        return depth;
    }
}
