using System.Numerics;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>How much neighbouring rows and columns of a micrograph differ, measured band by band.</summary>
/// <remarks>
/// Mean absolute differences of each line and the next. Bands of rows are measured in any order by any thread: each has
/// sums of its own, which are added up from the first band to the last.
/// </remarks>
internal sealed class BorderLines
{
    // No microscope drifts further than this share of the frame.
    private const int LargestShare = 8;

    // Neighbouring rows of specimen differ by noise; repeated ones by nothing, or by what compression left.
    private const double SameBelow = 0.3;

    // Lines in the middle of the micrograph that say how much neighbours usually differ.
    private const int UsualLines = 33;

    // Every so manieth row is looked at for the difference of its columns.
    private const int RowStep = 8;

    private readonly int _height;
    private readonly int _width;
    private readonly bool[] _isAsked;
    private readonly double[] _rows;
    private readonly double[] _columns;
    private readonly float[] _bandColumns;

    /// <summary>Makes ready.</summary>
    /// <param name="height">Rows of the micrographs.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bands">Bands that they are measured in.</param>
    public BorderLines(int height, int width, int bands)
    {
        (_height, _width, Bands) = (height, width, bands);
        _isAsked = new bool[height];
        _rows = new double[height];
        _columns = new double[width];
        _bandColumns = new float[bands * width];
        if (!IsMeasured)
        {
            return;
        }

        _isAsked.AsSpan(0, height / LargestShare).Fill(true);
        _isAsked.AsSpan(height - 1 - (height / LargestShare), height / LargestShare).Fill(true);
        for (int i = 0; i < UsualLines; i++)
        {
            _isAsked[Usual(i, height)] = true;
        }
    }

    /// <summary>Bands that a micrograph is measured in.</summary>
    public int Bands { get; }

    private bool IsMeasured => Math.Min(_height, _width) >= 2 * LargestShare;

    /// <summary>Whether micrographs of these extents can be measured with this object.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bands">Bands.</param>
    /// <returns>True if they are those that it was made for.</returns>
    public bool Suits(int height, int width, int bands) => (_height, _width, Bands) == (height, width, bands);

    /// <summary>Measures a band; what an earlier micrograph left is forgotten.</summary>
    /// <param name="band">Its number.</param>
    /// <param name="first">Its first row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="pixels">Its rows and, but for the last band, the row below.</param>
    public void Measure(int band, int first, int rows, ReadOnlySpan<float> pixels)
    {
        if (!IsMeasured)
        {
            return;
        }

        Span<float> columns = _bandColumns.AsSpan(band * _width, _width - 1);
        columns.Clear();
        for (int y = first; y < first + rows; y++)
        {
            ReadOnlySpan<float> row = pixels.Slice((y - first) * _width, _width);
            if (_isAsked[y])
            {
                _rows[y] = Difference(row, pixels.Slice((y + 1 - first) * _width, _width)) / _width;
            }

            if (y % RowStep == 0)
            {
                AddDifferences(row, columns);
            }
        }
    }

    /// <summary>The border, after all bands.</summary>
    /// <returns>The depth on each side, 0 where there is specimen up to the border.</returns>
    public PaddedBorder Border()
    {
        if (!IsMeasured)
        {
            return default;
        }

        Array.Clear(_columns);
        for (int band = 0; band < Bands; band++)
        {
            ReadOnlySpan<float> columns = _bandColumns.AsSpan(band * _width, _width - 1);
            for (int x = 0; x < columns.Length; x++)
            {
                _columns[x] += columns[x];
            }
        }

        double row = SameBelow * Usual(_rows, _height);
        double column = SameBelow * Usual(_columns, _width);
        return new PaddedBorder(
            Depth(_rows, row, _height, isReversed: false),
            Depth(_rows, row, _height, isReversed: true),
            Depth(_columns, column, _width, isReversed: false),
            Depth(_columns, column, _width, isReversed: true));
    }

    private static double Difference(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Vector<float> sums = Vector<float>.Zero;
        int x = 0;
        for (; x <= first.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            sums += Vector.Abs(new Vector<float>(first[x..]) - new Vector<float>(second[x..]));
        }

        double sum = Vector.Sum(sums);
        for (; x < first.Length; x++)
        {
            sum += Math.Abs(first[x] - second[x]);
        }

        return sum;
    }

    private static void AddDifferences(ReadOnlySpan<float> row, Span<float> sums)
    {
        int x = 0;
        for (; x <= sums.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> difference = Vector.Abs(new Vector<float>(row[x..]) - new Vector<float>(row[(x + 1)..]));
            (new Vector<float>(sums[x..]) + difference).CopyTo(sums[x..]);
        }

        for (; x < sums.Length; x++)
        {
            sums[x] += Math.Abs(row[x] - row[x + 1]);
        }
    }

    private static int Usual(int line, int extent) => (int)((extent - 2) * (0.25 + (0.5 * line / UsualLines)));

    // The median over lines spread across the middle of the micrograph.
    private static double Usual(double[] differences, int extent)
    {
        Span<double> found = stackalloc double[UsualLines];
        for (int i = 0; i < UsualLines; i++)
        {
            found[i] = differences[Usual(i, extent)];
        }

        found.Sort();
        return found[UsualLines / 2];
    }

    // Frames of one movie end at different places, so that between the repeated lines there are a few others: the
    // border reaches to the last line before which most are repeated.
    private static int Depth(double[] differences, double sameBelow, int extent, bool isReversed)
    {
        int depth = 0;
        int repeated = 0;
        for (int i = 0; i < extent / LargestShare; i++)
        {
            if (!(differences[isReversed ? extent - 2 - i : i] < sameBelow))
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
