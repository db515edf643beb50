using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>A prepared micrograph summed up in square cells, for statistics of large windows at little cost.</summary>
/// <remarks>
/// Summed-area tables over cells: S[i,j] is the sum over all cells above row i and left of column j, so that a window
/// of any size costs four look-ups. Windows are cut at the border, and cells can be left out.
/// </remarks>
internal sealed class CellGrid
{
    // Lanes of the table's entries: pixels, their sum, the sum of their square distances from the mean of their cell.
    private const int PixelLane = 0;
    private const int SumLane = 1;
    private const int GrainLane = 2;

    private Vector256<double>[] _table;

    /// <summary>Sums up an image.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="side">Side of the cells, binned pixels.</param>
    public CellGrid(PreparedMicrograph image, int side)
        : this((image.Height + side - 1) / side, (image.Width + side - 1) / side, side)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(2 * image.Width);
        Span<float> sums = buffer.AsSpan(0, image.Width);
        Span<float> squares = buffer.AsSpan(image.Width, image.Width);
        for (int i = 0; i < Rows; i++)
        {
            sums.Clear();
            squares.Clear();
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
                Put(i, j, Vector256.Create(pixels, sum, Math.Max(0, square - (sum * sum / pixels)), 0));
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private CellGrid(int rows, int columns, int side)
    {
        (Rows, Columns, Side) = (rows, columns, side);
        int length = (rows + 1) * (columns + 1);
        _table = ArrayPool<Vector256<double>>.Shared.Rent(length);
        _table.AsSpan(0, length).Clear();
    }

    /// <summary>Side of the cells, binned pixels.</summary>
    public int Side { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Columns of cells.</summary>
    public int Columns { get; }

    /// <summary>Leaves the memory to the next grid; this one is not to be used any more.</summary>
    public void Recycle()
    {
        ArrayPool<Vector256<double>>.Shared.Return(_table);
        _table = [];
    }

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
                grid.Put(i, j, cells[(i * Columns) + j] == MaskReason.None ? Sum(i, j, reach: 0) : default);
            }
        }

        return grid;
    }

    /// <summary>Pixels of a window that are not left out.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Their number.</returns>
    public double Pixels(int row, int column, int reach) => Sum(row, column, reach)[PixelLane];

    /// <summary>Mean of a window.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Mean of its pixels, NaN where there is none.</returns>
    public double Mean(int row, int column, int reach)
    {
        Vector256<double> totals = Sum(row, column, reach);
        return totals[SumLane] / totals[PixelLane];
    }

    /// <summary>Variance within the cells of a window, which neither lumps nor particles raise much.</summary>
    /// <param name="row">Middle row of cells.</param>
    /// <param name="column">Middle column of cells.</param>
    /// <param name="reach">Cells on each side of the middle one.</param>
    /// <returns>Mean square distance of its pixels from the mean of their cell; NaN where there is none.</returns>
    public double Grain(int row, int column, int reach)
    {
        Vector256<double> totals = Sum(row, column, reach);
        return totals[GrainLane] / totals[PixelLane];
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
    private void Put(int row, int column, Vector256<double> cell)
    {
        int above = (row * (Columns + 1)) + column;
        int here = above + Columns + 1;
        _table[here + 1] = cell + _table[here] + _table[above + 1] - _table[above];
    }

    private Vector256<double> Sum(int row, int column, int reach)
    {
        int top = Math.Max(0, row - reach) * (Columns + 1);
        int bottom = Math.Min(Rows, row + reach + 1) * (Columns + 1);
        int left = Math.Max(0, column - reach);
        int right = Math.Min(Columns, column + reach + 1);
        return _table[bottom + right] - _table[top + right] - _table[bottom + left] + _table[top + left];
    }
}
