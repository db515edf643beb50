using System.Numerics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Grey levels of a micrograph as it was read, in blocks of half a particle's diameter.</summary>
internal sealed class BlockLevels
{
    // Rows of a block that are read; their mean is as good as that of all.
    private const int RowsRead = 16;

    private static readonly SpareArray<double> _spare = new();

    private readonly double _side;

    /// <summary>Sums a micrograph up.</summary>
    /// <param name="micrograph">The micrograph, in full or binned, not flattened.</param>
    /// <param name="border">Its padding.</param>
    /// <param name="diameter">Particle diameter, original pixels.</param>
    public BlockLevels(BinnedMicrograph micrograph, PaddedBorder border, double diameter)
    {
        int side = Math.Max(1, (int)Math.Round(diameter / 2 / micrograph.Binning));
        Rows = Math.Max(1, micrograph.BinnedHeight / side);
        Columns = Math.Max(1, micrograph.BinnedWidth / side);
        _side = (double)side * micrograph.Binning;
        BlocksPerDiameterSquared = _side * _side / (diameter * diameter);
        Means = _spare.Take(Rows * Columns);
        Array.Clear(Means);
        int spacing = Math.Max(1, side / RowsRead);
        for (int i = 0; i < Rows; i++)
        {
            int rows = 0;
            int end = Math.Min(micrograph.BinnedHeight, (i + 1) * side);
            for (int y = i * side; y < end; y += spacing)
            {
                rows++;
                ReadOnlySpan<float> row = micrograph.Pixels.AsSpan(
                    y * micrograph.BinnedWidth, micrograph.BinnedWidth);
                for (int j = 0; j < Columns; j++)
                {
                    Means[(i * Columns) + j] += Sum(row[(j * side)..Math.Min(row.Length, (j + 1) * side)]);
                }
            }

            for (int j = 0; j < Columns; j++)
            {
                int columns = Math.Min(micrograph.BinnedWidth, (j + 1) * side) - (j * side);
                Means[(i * Columns) + j] /= (double)rows * columns;
                Means[(i * Columns) + j] = IsWhole(border, micrograph, i, j) ? Means[(i * Columns) + j] : double.NaN;
            }
        }

        Known = Means.Count(static mean => !double.IsNaN(mean));
    }

    /// <summary>Rows of whole blocks.</summary>
    public int Rows { get; }

    /// <summary>Columns of whole blocks.</summary>
    public int Columns { get; }

    /// <summary>Mean of each block, row by row; not a number where it reaches into padding.</summary>
    public double[] Means { get; }

    /// <summary>Blocks that have a mean.</summary>
    public int Known { get; }

    /// <summary>Area of a block, square diameters.</summary>
    public double BlocksPerDiameterSquared { get; }

    /// <summary>Leaves the memory of the means to the next micrograph; only <see cref="At"/> may be asked then.
    /// </summary>
    public void Recycle() => _spare.Leave(Means);

    /// <summary>The block of a place, or the nearest.</summary>
    /// <param name="x">Column, original pixels.</param>
    /// <param name="y">Row, original pixels.</param>
    /// <returns>Its index in <see cref="Means"/>.</returns>
    public int At(double x, double y) =>
        (Math.Clamp((int)((y + 0.5) / _side), 0, Rows - 1) * Columns)
        + Math.Clamp((int)((x + 0.5) / _side), 0, Columns - 1);

    private static double Sum(ReadOnlySpan<float> values)
    {
        Vector<float> sums = Vector<float>.Zero;
        int x = 0;
        for (; x <= values.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            sums += new Vector<float>(values[x..]);
        }

        double sum = Vector.Sum(sums);
        for (; x < values.Length; x++)
        {
            sum += values[x];
        }

        return sum;
    }

    private bool IsWhole(PaddedBorder border, BinnedMicrograph micrograph, int row, int column) =>
        border.Distance(column * _side, row * _side, micrograph.Height, micrograph.Width) >= 0
        && border.Distance(
            ((column + 1) * _side) - 1, ((row + 1) * _side) - 1, micrograph.Height, micrograph.Width) >= 0;
}
