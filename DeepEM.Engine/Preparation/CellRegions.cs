namespace DeepEM.Engine.Preparation;

/// <summary>Finds connected regions on a grid of cells; cells are neighbours along their sides.</summary>
internal static class CellRegions
{
    /// <summary>All regions of marked cells.</summary>
    /// <param name="isMarked">rows·columns values, row by row.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <returns>The cells of each region, regions in the order of their first cell.</returns>
    public static IEnumerable<IReadOnlyList<int>> Of(bool[] isMarked, int columns)
    {
        bool[] isOpen = (bool[])isMarked.Clone();
        for (int start = Array.IndexOf(isOpen, true); start >= 0; start = Array.IndexOf(isOpen, true, start))
        {
            yield return Take(isOpen, columns, start);
        }
    }

    // The list serves as the queue of the cells still to look around from.
    private static List<int> Take(bool[] isOpen, int columns, int start)
    {
        List<int> region = [start];
        isOpen[start] = false;
        for (int next = 0; next < region.Count; next++)
        {
            int cell = region[next];
            int column = cell % columns;
            TryAdd(cell - columns, cell >= columns);
            TryAdd(cell + columns, cell + columns < isOpen.Length);
            TryAdd(cell - 1, column > 0);
            TryAdd(cell + 1, column + 1 < columns);
        }

        return region;

        void TryAdd(int cell, bool isThere)
        {
            if (isThere && isOpen[cell])
            {
                isOpen[cell] = false;
                region.Add(cell);
            }
        }
    }
}
