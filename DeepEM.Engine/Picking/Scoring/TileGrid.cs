using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>How a grid of windows is cut into tiles, all of one size; the last ones may reach over the end.</summary>
/// <param name="Rows">Rows of windows of a tile.</param>
/// <param name="Columns">Columns of windows of a tile.</param>
/// <param name="Down">Tiles below each other.</param>
/// <param name="Across">Tiles beside each other.</param>
internal readonly record struct TileGrid(int Rows, int Columns, int Down, int Across)
{
    // 128 MiB: a micrograph of 1024 × 1024 px as a whole, also with a score for every pixel.
    private const long MostHeld = 1L << 25;

    /// <summary>Cuts a grid into as few tiles as the memory allows: what tiles overlap is computed twice.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="rows">Rows of windows.</param>
    /// <param name="columns">Columns of windows.</param>
    /// <returns>The tiles.</returns>
    public static TileGrid Fitting(NetworkDescription network, int stride, int rows, int columns)
    {
        int fragments = DensePlan.FragmentsPerSide(network, stride);
        (int down, int across) = (1, 1);
        while (true)
        {
            int tileRows = RoundUp((rows + down - 1) / down, fragments);
            int tileColumns = RoundUp((columns + across - 1) / across, fragments);
            if (new DensePlan(network, stride, tileRows, tileColumns).Held <= MostHeld
                || Math.Max(tileRows, tileColumns) == fragments)
            {
                return new TileGrid(
                    tileRows, tileColumns, (rows + tileRows - 1) / tileRows, (columns + tileColumns - 1) / tileColumns);
            }

            if (tileRows >= tileColumns)
            {
                down++;
            }
            else
            {
                across++;
            }
        }
    }

    /// <summary>
    /// Cuts a grid into tiles for a device that works on a whole tile at a time: the grid itself where all its buffers
    /// fit into the memory, else the largest squares of which they do, and the smallest there are where none fits.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="rows">Rows of windows.</param>
    /// <param name="columns">Columns of windows.</param>
    /// <param name="memory">What may be taken, and the largest buffer.</param>
    /// <returns>The tiles.</returns>
    public static TileGrid Within(
        NetworkDescription network, int stride, int rows, int columns, DeviceMemory memory)
    {
        int fragments = DensePlan.FragmentsPerSide(network, stride);
        (int most, int fitting) = ((Math.Max(rows, columns) + fragments - 1) / fragments, 1);
        int tried = most;
        while (fitting < most)
        {
            var plan = new DensePlan(
                network,
                stride,
                Math.Min(tried * fragments, RoundUp(rows, fragments)),
                Math.Min(tried * fragments, RoundUp(columns, fragments)));
            bool fits = WholeDensePass.Bytes(plan) <= memory.FreeBytes
                && WholeDensePass.LargestBytes(plan) <= memory.LargestBytes;
            (fitting, most) = fits ? (tried, most) : (fitting, tried - 1);
            tried = (fitting + most + 1) / 2;
        }

        // Of as many tiles the smallest: the last ones reach less far over the end.
        int side = fitting * fragments;
        (int down, int across) = ((rows + side - 1) / side, (columns + side - 1) / side);
        return new TileGrid(
            RoundUp((rows + down - 1) / down, fragments),
            RoundUp((columns + across - 1) / across, fragments),
            down,
            across);
    }

    /// <summary>Cuts a grid into square tiles.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="rows">Rows of windows.</param>
    /// <param name="columns">Columns of windows.</param>
    /// <param name="side">Windows along the side of a tile; rounded up to what the network needs.</param>
    /// <returns>The tiles.</returns>
    public static TileGrid Square(NetworkDescription network, int stride, int rows, int columns, int side)
    {
        int tile = RoundUp(side, DensePlan.FragmentsPerSide(network, stride));
        return new TileGrid(tile, tile, (rows + tile - 1) / tile, (columns + tile - 1) / tile);
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
