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

        // Cells as wide as the distance: what is too near lies in the cell or one of its eight neighbours. A cell leads
        // to the last place kept in it, and that to the one before.
        var cells = new Dictionary<(long Row, long Column), int>(peaks.Count);
        var kept = new List<Peak>(peaks.Count);
        var before = new List<int>(peaks.Count);
        foreach (Peak peak in peaks)
        {
            (long row, long column) = ((long)Math.Floor(peak.Y / distance), (long)Math.Floor(peak.X / distance));
            if (!HasNear((row, column), peak))
            {
                before.Add(cells.GetValueOrDefault((row, column), -1));
                cells[(row, column)] = kept.Count;
                kept.Add(peak);
            }
        }

        return kept;

        bool HasNear((long Row, long Column) cell, Peak peak)
        {
            for (long row = cell.Row - 1; row <= cell.Row + 1; row++)
            {
                for (long column = cell.Column - 1; column <= cell.Column + 1; column++)
                {
                    for (int k = cells.GetValueOrDefault((row, column), -1); k >= 0; k = before[k])
                    {
                        if (Square(kept[k].Y - peak.Y) + Square(kept[k].X - peak.X) < distance * distance)
                        {
                            return true;
                        }
                    }
                }
            }

            return false;
        }
    }

    private static double Square(double value) => value * value;
}
