using System.Buffers;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Finds connected regions on a grid of cells; cells are neighbours along their sides.</summary>
internal static class CellRegions
{
    /// <summary>All regions of marked cells.</summary>
    /// <param name="isMarked">rows·columns values, row by row.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <returns>The cells of each region, valid until the next one is asked for; regions in the order of their first
    /// cell.</returns>
    public static IEnumerable<ArraySegment<int>> Of(ReadOnlyMemory<bool> isMarked, int columns)
    {
        int count = isMarked.Length;
        bool[] isOpen = ArrayPool<bool>.Shared.Rent(count);
        int[] region = ArrayPool<int>.Shared.Rent(count);
        isMarked.Span.CopyTo(isOpen);
        for (int start = Array.IndexOf(isOpen, true, 0, count);
            start >= 0;
            start = Array.IndexOf(isOpen, true, start, count - start))
        {
            yield return new ArraySegment<int>(region, 0, Take(isOpen.AsSpan(0, count), columns, start, region));
        }

        // A caller that does not go on to the end leaves the memory to the collector.
        ArrayPool<int>.Shared.Return(region);
        ArrayPool<bool>.Shared.Return(isOpen);
    }

    // The region serves as the queue of the cells still to look around from.
    private static int Take(Span<bool> isOpen, int columns, int start, int[] region)
    {
        region[0] = start;
        int size = 1;
        isOpen[start] = false;
        for (int next = 0; next < size; next++)
        {
            int cell = region[next];
            int column = cell % columns;
            TryAdd(isOpen, cell - columns, cell >= columns);
            TryAdd(isOpen, cell + columns, cell + columns < isOpen.Length);
            TryAdd(isOpen, cell - 1, column > 0);
            TryAdd(isOpen, cell + 1, column + 1 < columns);
        }

        return size;

        void TryAdd(Span<bool> open, int cell, bool isThere)
        {
            if (isThere && open[cell])
            {
                open[cell] = false;
                region[size++] = cell;
            }
        }
    }
}
