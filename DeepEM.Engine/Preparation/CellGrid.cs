using System.Numerics;

namespace DeepEM.Engine.Preparation;

/// <summary>A prepared micrograph summed up in square cells, for statistics of large windows at little cost.</summary>
/// <remarks>
/// Summed-area tables over cells: S[i,j] is the sum over all cells above row i and left of column j, so that a window
/// of any size costs four look-ups. Windows are cut at the border, and cells can be left out.
/// </remarks>
internal sealed class CellGrid
{
    private readonly double[] _pixels;
    private readonly double[] _sums;
    private readonly double[] _grain;

    /// <summary>Sums up an image.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="side">Side of the cells, binned pixels.</param>
    public CellGrid(PreparedMicrograph image, int side)
        : this((image.Height + side - 1) / side, (image.Width + side - 1) / side, side)
    {
        float[] sums = new float[image.Width];
        float[] squares = new float[image.Width];
        for (int i = 0; i < Rows; i++)
        {
            Array.Clear(sums);
            Array.Clear(squares);
            int first = i * side;
            int end = Math.Min(image.Height, first + side);
            for (int y = first; y < end; y++)
            {
                Add(image.Pixels.AsSpan(y * image.Width, image.Width), sums, squares);
            }

            for (int j = 0; j < Columns; j++)
            {
                int left = j * side;
                int right = Math.Min(image.Width, left + side);
                double sum = 0;
                double square = 0;
                for (int x = left; x < right; x++)
                {
                    sum += sums[x];
                    square += squares[x];
                }

                int pixels = (end - first) * (right - left);
                Put(i, j, pixels, sum, Math.Max(0, square - (sum * sum / pixels)));
            }
        }
    }

    private CellGrid(int rows, int columns, int side)
    {
        (Rows, Columns, Side) = (rows, columns, side);
        int length = (rows + 1) * (columns + 1);
        (_pixels, _sums, _grain) = (new double[length], new double[length], new double[length]);
    }

    /// <summary>Side of the cells, binned pixels.</summary>
    public int Side { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Columns of cells.</summary>
    public int Columns { get; }

    /// <summary>The grid with some cells left empty, as if they had no pixels.</summary>
    /// <param name="cells">Rows·Columns reasons; cells with any are left out.</param>
    /// <returns>A new grid.</returns>
    public CellGrid Without(ReadOnlySpan<MaskReason> cells)
    {
        var grid = new CellGrid(Rows, Columns, Side);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                bool isKept = cells[(i * Columns) + j] == MaskReason.None;
                var cell = new Window(i, i + 1, j, j + 1);
                grid.Put(
                    i,
                    j,
                    isKept ? Sum(_pixels, cell) : 0,
                    isKept ? Sum(_sums, cell) : 0,
                    isKept ? Sum(_grain, cell) : 0);
            }
        }

        return grid;
    }

    /// <summary>Pixels of a window that are not left out.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Their number.</returns>
    public double Pixels(int row, int column, int reach) => Sum(_pixels, Cut(row, column, reach));

    /// <summary>Mean of a window.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Mean of its pixels, NaN where there is none.</returns>
    public double Mean(int row, int column, int reach)
    {
        Window window = Cut(row, column, reach);
        return Sum(_sums, window) / Sum(_pixels, window);
    }

    /// <summary>Variance within the cells of a window, which neither lumps nor particles raise much.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Mean square distance of its pixels from the mean of their cell; NaN where there is none.</returns>
    public double Grain(int row, int column, int reach)
    {
        Window window = Cut(row, column, reach);
        return Sum(_grain, window) / Sum(_pixels, window);
    }

    private static void Add(ReadOnlySpan<float> row, Span<float> sums, Span<float> squares)
    {
        int x = 0;
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var pixels = new Vector<float>(row[x..]);
            (new Vector<float>(sums[x..]) + pixels).CopyTo(sums[x..]);
            (new Vector<float>(squares[x..]) + (pixels * pixels)).CopyTo(squares[x..]);
        }

        for (; x < row.Length; x++)
        {
            sums[x] += row[x];
            squares[x] += row[x] * row[x];
        }
    }

    // Cells are put row by row, so that all above and to the left are there.
    private void Put(int row, int column, double pixels, double sum, double grain)
    {
        Put(_pixels, row, column, pixels);
        Put(_sums, row, column, sum);
        Put(_grain, row, column, grain);
    }

    private void Put(double[] table, int row, int column, double value)
    {
        int above = (row * (Columns + 1)) + column;
        int here = above + Columns + 1;
        table[here + 1] = value + table[here] + table[above + 1] - table[above];
    }

    private Window Cut(int row, int column, int reach) => new(
        Math.Max(0, row - reach),
        Math.Min(Rows, row + reach + 1),
        Math.Max(0, column - reach),
        Math.Min(Columns, column + reach + 1));

    private double Sum(double[] table, Window window) =>
        table[(window.Bottom * (Columns + 1)) + window.Right] - table[(window.Top * (Columns + 1)) + window.Right]
        - table[(window.Bottom * (Columns + 1)) + window.Left] + table[(window.Top * (Columns + 1)) + window.Left];

    private readonly record struct Window(int Top, int Bottom, int Left, int Right);
}
