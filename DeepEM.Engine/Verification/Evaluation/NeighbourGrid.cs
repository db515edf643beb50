using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Points sorted into square cells, to find those near a place without a look at all of them.</summary>
/// <remarks>
/// Cells are at least one radius wide: the points nearer than the radius lie in the 3 × 3 cells around a place. Where
/// points are few and far apart cells grow, so that there are never many more cells than points.
/// </remarks>
internal sealed class NeighbourGrid
{
    private readonly IReadOnlyList<Particle> _points;
    private readonly double _radius;
    private readonly double _left;
    private readonly double _top;
    private readonly double _cell;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int[] _firstOfCell;
    private readonly int[] _sorted;

    /// <summary>Sorts points into cells.</summary>
    /// <param name="points">The points; read again at every query.</param>
    /// <param name="radius">The distance that queries use, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public NeighbourGrid(IReadOnlyList<Particle> points, double radius)
    {
        if (!(radius > 0 && double.IsFinite(radius)))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "A radius is positive and finite.");
        }

        _points = points;
        _radius = radius;
        double right = double.NegativeInfinity;
        double bottom = double.NegativeInfinity;
        _left = double.PositiveInfinity;
        _top = double.PositiveInfinity;
        foreach (Particle point in points)
        {
            _left = Math.Min(_left, point.X);
            _top = Math.Min(_top, point.Y);
            right = Math.Max(right, point.X);
            bottom = Math.Max(bottom, point.Y);
        }

        double mostPerSide = 1 + (2 * Math.Sqrt(points.Count));
        double width = points.Count > 0 ? right - _left : 0;
        double height = points.Count > 0 ? bottom - _top : 0;
        _cell = Math.Max(radius, Math.Max(width, height) / mostPerSide);
        _columns = (int)(width / _cell) + 1;
        _rows = (int)(height / _cell) + 1;
        (_firstOfCell, _sorted) = SortIntoCells();
    }

    /// <summary>The nearest point closer than the radius and not taken; the first of equally near ones.</summary>
    /// <param name="x">Column of the place.</param>
    /// <param name="y">Row of the place.</param>
    /// <param name="taken">One flag per point; points flagged are passed over. Empty: all points are free.</param>
    /// <returns>The point's index, or -1.</returns>
    public int NearestFree(double x, double y, ReadOnlySpan<bool> taken)
    {
        int nearest = -1;
        double least = _radius;
        (int firstRow, int lastRow) = CellsAround(y - _top, _rows);
        (int firstColumn, int lastColumn) = CellsAround(x - _left, _columns);
        for (int row = firstRow; row <= lastRow; row++)
        {
            int end = _firstOfCell[(row * _columns) + lastColumn + 1];
            for (int k = _firstOfCell[(row * _columns) + firstColumn]; k < end; k++)
            {
                int index = _sorted[k];
                double distance = Distance(_points[index], x, y);
                bool nearer = distance < least || (distance == least && nearest > index);
                if (nearer && (taken.IsEmpty || !taken[index]))
                {
                    least = distance;
                    nearest = index;
                }
            }
        }

        return nearest;
    }

    /// <summary>Adds every point that is closer than the radius to a list.</summary>
    /// <param name="x">Column of the place.</param>
    /// <param name="y">Row of the place.</param>
    /// <param name="found">Receives index and distance of each point, in no promised order.</param>
    public void AddNeighbours(double x, double y, List<(int Index, double Distance)> found)
    {
        (int firstRow, int lastRow) = CellsAround(y - _top, _rows);
        (int firstColumn, int lastColumn) = CellsAround(x - _left, _columns);
        for (int row = firstRow; row <= lastRow; row++)
        {
            int end = _firstOfCell[(row * _columns) + lastColumn + 1];
            for (int k = _firstOfCell[(row * _columns) + firstColumn]; k < end; k++)
            {
                double distance = Distance(_points[_sorted[k]], x, y);
                if (distance < _radius)
                {
                    found.Add((_sorted[k], distance));
                }
            }
        }
    }

    private static double Distance(Particle point, double x, double y)
    {
        double dx = point.X - x;
        double dy = point.Y - y;
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    // First and last cell to search along one axis. A place far outside still gets an edge cell, whose points then
    // fail the distance test.
    private (int First, int Last) CellsAround(double offset, int cells)
    {
        double cell = Math.Floor(offset / _cell);
        return ((int)Math.Clamp(cell - 1, 0, cells - 1), (int)Math.Clamp(cell + 1, 0, cells - 1));
    }

    private int CellOf(Particle point)
    {
        int row = Math.Min((int)((point.Y - _top) / _cell), _rows - 1);
        int column = Math.Min((int)((point.X - _left) / _cell), _columns - 1);
        return (row * _columns) + column;
    }

    private (int[] FirstOfCell, int[] Sorted) SortIntoCells()
    {
        int[] first = new int[(_rows * _columns) + 1];
        int[] sorted = new int[_points.Count];
        if (_points.Count == 0)
        {
            return (first, sorted);
        }

        foreach (Particle point in _points)
        {
            first[CellOf(point) + 1]++;
        }

        for (int cell = 1; cell < first.Length; cell++)
        {
            first[cell] += first[cell - 1];
        }

        int[] next = first[..^1];
        for (int i = 0; i < _points.Count; i++)
        {
            sorted[next[CellOf(_points[i])]++] = i;
        }

        return (first, sorted);
    }
}
