using System.Buffers;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Finds what is far too dark or bright to be a particle: ice, dirt, halos.</summary>
/// <remarks>
/// The level of a cell is the mean of the square of half a diameter around it, less the median over all cells, over
/// their spread.
/// </remarks>
internal sealed class OutlierCells
{
    // What is smaller than most of a particle, square diameters, may be a dense spot within one, or lie beside one.
    private const double LargeArea = 0.6;

    // What is larger than several particles, square diameters, is no piece of dirt.
    private const double WideArea = 2;

    // What exceeds the limits by less may be a particle of much contrast.
    private const double Doubt = 3;

    // Half a diameter of this mean, in spreads of the pixels (which are cut at 6), is none, nor one of a crowd.
    private const double Opaque = 4.5;

    // How far a small outlier reaches, as a share of how far a large one does.
    private const double SmallGrowth = 0.2;

    private readonly CellGrid _grid;
    private readonly double _diameter;
    private readonly int _count;
    private readonly int _reach;
    private float[] _levels;

    /// <summary>Measures all cells.</summary>
    /// <param name="grid">The micrograph without its padding.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    public OutlierCells(CellGrid grid, double diameter)
    {
        (_grid, _diameter) = (grid, diameter);
        _reach = Math.Max(0, (int)Math.Round(((diameter / (2 * grid.Side)) - 1) / 2));
        _count = grid.Rows * grid.Columns;
        _levels = ArrayPool<float>.Shared.Rent(_count);
        for (int i = 0; i < grid.Rows; i++)
        {
            for (int j = 0; j < grid.Columns; j++)
            {
                _levels[(i * grid.Columns) + j] = (float)grid.Mean(i, j, _reach);
            }
        }

        RobustNormalisation.Standardise(_levels.AsSpan(0, _count), leastSpread: 0);
    }

    /// <summary>Leaves the memory to the next measurement; this one is not to be used any more.</summary>
    public void Recycle()
    {
        ArrayPool<float>.Shared.Return(_levels);
        _levels = [];
    }

    /// <summary>Level of a cell.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <returns>Distance from the median in spreads; 0 where nothing is left.</returns>
    public double At(int row, int column) => _levels[(row * _grid.Columns) + column];

    /// <summary>Marks outliers and their surroundings, in which a particle may lie all the same.</summary>
    /// <param name="limits">What is an outlier, and how far a large one reaches.</param>
    /// <param name="cells">The grid's cells, added to.</param>
    /// <returns>Cells of particles that exceed the limits and are not marked.</returns>
    public IReadOnlyList<int> Mark(MaskLimits limits, Span<MaskReason> cells)
    {
        bool[] rented = ArrayPool<bool>.Shared.Rent(_count);
        Memory<bool> beyond = rented.AsMemory(0, _count);
        Span<bool> isBeyond = beyond.Span;
        for (int i = 0; i < isBeyond.Length; i++)
        {
            isBeyond[i] = _levels[i] < limits.Dark || _levels[i] > limits.Bright;
        }

        double cell = (double)_grid.Side * _grid.Side;
        var strong = new StrongParticles(
            _levels.AsSpan(0, _count), beyond, limits, _grid.Columns, _diameter / _grid.Side);
        int number = 0;
        foreach (ArraySegment<int> region in CellRegions.Of(beyond, _grid.Columns))
        {
            int at = number++;
            if (strong.Are(at))
            {
                continue;
            }

            bool isLarge = region.Count * cell >= LargeArea * _diameter * _diameter;
            bool isWeak = region.All(i => _levels[i] > limits.Dark - Doubt && _levels[i] < limits.Bright + Doubt);
            bool isDoubtful = isWeak || region.Count * cell >= WideArea * _diameter * _diameter;
            float peak = strong.Peak(at);
            int small = Radius(limits.Growth * SmallGrowth);
            int large = isLarge && !isWeak && !strong.IsHalo(peak) ? Radius(limits.Growth) : small;
            foreach (int i in region)
            {
                // Within a region discs would add nothing; its halo belongs to it and reaches no further.
                bool isHalo = _levels[i] * peak < 0;
                Paint(i, !IsRim(isBeyond, i, isHalo ? 0 : peak) ? 0 : isHalo ? small : large, cells);
            }

            foreach (int i in region)
            {
                isBeyond[i] = !isDoubtful || IsOpaque(i);
            }
        }

        // What is left lies beyond the limits without a doubt.
        for (int i = 0; i < isBeyond.Length; i++)
        {
            if (isBeyond[i])
            {
                cells[i] &= ~MaskReason.Doubtful;
            }
        }

        ArrayPool<bool>.Shared.Return(rented);
        int[] particles = [.. strong.Cells];
        foreach (int i in particles)
        {
            cells[i] = MaskReason.None;
        }

        return particles;
    }

    private bool IsOpaque(int cell) =>
        Math.Abs(_grid.Mean(cell / _grid.Columns, cell % _grid.Columns, _reach)) > Opaque;

    private int Radius(double growth) => (int)Math.Round(growth * _diameter / _grid.Side);

    // Where a peak is given, cells beyond the limits on the other side are outside, too.
    private bool IsRim(ReadOnlySpan<bool> isBeyond, int i, float peak)
    {
        int column = i % _grid.Columns;
        return (i >= _grid.Columns && IsOutside(isBeyond, i - _grid.Columns, peak))
            || (i + _grid.Columns < isBeyond.Length && IsOutside(isBeyond, i + _grid.Columns, peak))
            || (column > 0 && IsOutside(isBeyond, i - 1, peak))
            || (column + 1 < _grid.Columns && IsOutside(isBeyond, i + 1, peak));
    }

    private bool IsOutside(ReadOnlySpan<bool> isBeyond, int i, float peak) => !isBeyond[i] || _levels[i] * peak < 0;

    private void Paint(int centre, int radius, Span<MaskReason> cells)
    {
        (int row, int column) = Math.DivRem(centre, _grid.Columns);
        for (int y = Math.Max(0, row - radius); y <= Math.Min(_grid.Rows - 1, row + radius); y++)
        {
            int half = (int)Math.Sqrt((radius * radius) - ((y - row) * (y - row)));
            int right = Math.Min(_grid.Columns - 1, column + half);
            for (int x = Math.Max(0, column - half); x <= right; x++)
            {
                cells[(y * _grid.Columns) + x] |= MaskReason.Outlier | MaskReason.Doubtful;
            }
        }
    }
}
