namespace DeepEM.Engine.Picking;

/// <summary>Keeps the best of any places that lie too near to each other.</summary>
public static class MinimumDistance
{
    /// <summary>Goes through places from the best on and keeps those far enough from all kept before.</summary>
    /// <param name="peaks">The places, best first.</param>
    /// <param name="distance">Least distance, in the places' own unit.</param>
    /// <returns>The kept places, best first; no two of them nearer than the distance.</returns>
    public static IReadOnlyList<Peak> Enforce(IReadOnlyList<Peak> peaks, double distance)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        if (!(distance > 0))
        {
            return peaks;
        }

        // Cells as wide as the distance: what is too near lies in the cell or one of its eight neighbours.
        var cells = new Dictionary<(long Row, long Column), List<Peak>>();
        var kept = new List<Peak>();
        foreach (Peak peak in peaks)
        {
            (long row, long column) = ((long)Math.Floor(peak.Y / distance), (long)Math.Floor(peak.X / distance));
            if (!HasNear(cells, row, column, peak, distance))
            {
                kept.Add(peak);
                if (!cells.TryGetValue((row, column), out List<Peak>? cell))
                {
                    cells[(row, column)] = cell = [];
                }

                cell.Add(peak);
            }
        }

        return kept;
    }

    private static bool HasNear(
        Dictionary<(long Row, long Column), List<Peak>> cells, long row, long column, Peak peak, double distance)
    {
        for (long r = row - 1; r <= row + 1; r++)
        {
            for (long c = column - 1; c <= column + 1; c++)
            {
                if (cells.TryGetValue((r, c), out List<Peak>? cell)
                    && cell.Exists(k => Square(k.Y - peak.Y) + Square(k.X - peak.X) < distance * distance))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Square(double value) => value * value;
}
