using System.Buffers;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Finds large regions of a micrograph whose texture is much stronger than that of the rest: carbon.</summary>
/// <remarks>
/// The texture of a block of about half a diameter is the logarithm of the fine grain (variance within cells of a tenth
/// of a diameter) in three diameters around it, less the middle of the shortest interval that holds four tenths of all
/// blocks, over its width in normal standard deviations: that is the ice, as long as it covers most of the micrograph.
/// Lumps and padding are left out before.
/// </remarks>
internal sealed class TextureRegions
{
    // Side of the window, diameters.
    private const double Window = 3;

    // Windows with less of their pixels left have no texture of their own.
    private const double LeastFilled = 0.4;

    // Micrographs that are even throughout would make much of little: the least spread, in units of ln(variance).
    private const double LeastSpread = 0.03;

    // The part of the blocks that are taken for ice, and the width of so much of a normal distribution.
    private const double IceShare = 0.4;
    private const double IceWidth = 1.0488;

    // Of the texture in the middle of a region; a window half on it has about as much.
    private const double Rim = 0.5;

    // Smaller regions, in square diameters, are aggregates or crowds of particles.
    private const double LeastArea = 20;

    private readonly int _step;
    private readonly int _rows;
    private readonly int _columns;
    private static readonly SpareArray<float> _spare = new();

    private readonly float[] _textures;
    private readonly int _leastBlocks;

    /// <summary>Measures the texture.</summary>
    /// <param name="grid">The micrograph without what is no specimen.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    public TextureRegions(CellGrid grid, double diameter)
    {
        _step = Math.Max(1, (int)Math.Round(diameter / 2 / grid.Side));
        _rows = (grid.Rows + _step - 1) / _step;
        _columns = (grid.Columns + _step - 1) / _step;
        _textures = _spare.Take(_rows * _columns);
        double block = (double)_step * grid.Side;
        _leastBlocks = (int)Math.Ceiling(LeastArea * diameter * diameter / (block * block));
        int reach = Math.Max(1, (int)Math.Round(((Window * diameter / grid.Side) - 1) / 2));
        double whole = (2 * reach) + 1;
        double least = LeastFilled * whole * whole * grid.Side * grid.Side;
        for (int i = 0; i < _rows; i++)
        {
            int row = Math.Min((i * _step) + (_step / 2), grid.Rows - 1);
            for (int j = 0; j < _columns; j++)
            {
                int column = Math.Min((j * _step) + (_step / 2), grid.Columns - 1);
                _textures[(i * _columns) + j] = grid.Pixels(row, column, reach) >= least
                    ? (float)Math.Log(Math.Max(1e-6, grid.Grain(row, column, reach)))
                    : float.NaN;
            }
        }

        Standardise();
    }

    /// <summary>Leaves the memory to the next micrograph; this one is not to be used any more.</summary>
    public void Recycle() => _spare.Leave(_textures);

    /// <summary>Texture of a cell.</summary>
    /// <param name="row">Row of the grid's cells.</param>
    /// <param name="column">Column of the grid's cells.</param>
    /// <returns>Distance from the median in spreads; 0 where too little is left to tell.</returns>
    public double At(int row, int column) => _textures[(row / _step * _columns) + (column / _step)];

    /// <summary>Marks the cells of large regions beyond a limit.</summary>
    /// <param name="limit">Greatest texture that is still particles on ice.</param>
    /// <param name="cells">The grid's cells, added to.</param>
    /// <param name="columns">Columns of the grid's cells.</param>
    public void Mark(double limit, Span<MaskReason> cells, int columns)
    {
        bool[] isBeyond = Array.ConvertAll(_textures, texture => texture > limit);
        foreach (ArraySegment<int> region in CellRegions.Of(isBeyond, _columns).Where(r => r.Count >= _leastBlocks))
        {
            float[] textures = [.. region.Select(block => _textures[block]).Order()];
            double rim = Math.Max(limit, Rim * textures[textures.Length / 2]);
            foreach (int block in region.Where(block => _textures[block] > rim))
            {
                Paint(block, cells, columns);
            }
        }
    }

    // What is not a number becomes 0: nothing is known there.
    private void Standardise()
    {
        float[] rented = ArrayPool<float>.Shared.Rent(_textures.Length);
        int length = 0;
        foreach (float texture in _textures)
        {
            if (!float.IsNaN(texture))
            {
                rented[length++] = texture;
            }
        }

        Standardise(rented.AsSpan(0, length));
        ArrayPool<float>.Shared.Return(rented);
    }

    private void Standardise(Span<float> known)
    {
        int count = (int)(IceShare * known.Length);
        if (count == 0)
        {
            Array.Clear(_textures);
            return;
        }

        known.Sort();
        int first = 0;
        for (int i = 1; i < known.Length - count; i++)
        {
            if (known[i + count] - known[i] < known[first + count] - known[first])
            {
                first = i;
            }
        }

        double middle = (known[first] + (double)known[first + count]) / 2;
        double spread = Math.Max(LeastSpread, (known[first + count] - known[first]) / IceWidth);
        for (int i = 0; i < _textures.Length; i++)
        {
            _textures[i] = float.IsNaN(_textures[i]) ? 0 : (float)((_textures[i] - middle) / spread);
        }
    }

    private void Paint(int block, Span<MaskReason> cells, int columns)
    {
        (int row, int column) = Math.DivRem(block, _columns);
        int rows = cells.Length / columns;
        for (int i = row * _step; i < Math.Min(rows, (row + 1) * _step); i++)
        {
            for (int j = column * _step; j < Math.Min(columns, (column + 1) * _step); j++)
            {
                cells[(i * columns) + j] |= MaskReason.Texture;
            }
        }
    }
}
