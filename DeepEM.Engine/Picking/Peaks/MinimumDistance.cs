namespace DeepEM.Engine.Picking.Peaks;

/// <summary>Keeps the best of any places that lie too near to each other.</summary>
/// <remarks>
/// Cells are as wide as the distance: what is too near lies in the cell or one of its eight neighbours. A cell leads to
/// the last place kept in it, and that to the one before. Buffers are kept: one object serves one caller at a time.
/// </remarks>
/// <param name="distance">Least distance, in the places' own unit; none where it is not positive.</param>
public sealed class MinimumDistance(double distance)
{
    private readonly Dictionary<(long Row, long Column), int> _cells = [];
    private readonly List<Peak> _kept = [];
    private readonly List<int> _before = [];

    /// <summary>Goes through places from the best on and keeps those far enough from all kept before.</summary>
    /// <param name="peaks">The places, best first.</param>
    /// <returns>The kept places, best first; no two of them nearer than the distance. Valid until the next call.
    /// </returns>
    public IReadOnlyList<Peak> Enforce(IReadOnlyList<Peak> peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        if (!(distance > 0))
        {
            return peaks;
        }

        _cells.Clear();
        _kept.Clear();
        _before.Clear();
        for (int n = 0; n < peaks.Count; n++)
        {
            Peak peak = peaks[n];
            (long row, long column) = ((long)Math.Floor(peak.Y / distance), (long)Math.Floor(peak.X / distance));
            if (!HasNear((row, column), peak))
            {
                _before.Add(_cells.GetValueOrDefault((row, column), -1));
                _cells[(row, column)] = _kept.Count;
                _kept.Add(peak);
            }
        }

        return _kept;
    }

    private bool HasNear((long Row, long Column) cell, Peak peak)
    {
        for (long row = cell.Row - 1; row <= cell.Row + 1; row++)
        {
            for (long column = cell.Column - 1; column <= cell.Column + 1; column++)
            {
                for (int k = _cells.GetValueOrDefault((row, column), -1); k >= 0; k = _before[k])
                {
                    if (Square(_kept[k].Y - peak.Y) + Square(_kept[k].X - peak.X) < distance * distance)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static double Square(double value) => value * value;
}
