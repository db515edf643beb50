using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>A plane through the grey levels of the ice and another through those of a film, by least squares.</summary>
/// <remarks><c>level(x, y) = c₀ + c₁·x + c₂·y + film·(c₃ + c₄·x + c₅·y)</c>, x and y from −1 to 1, film 0 or 1.
/// </remarks>
/// <param name="levels">Grey levels of the blocks.</param>
internal sealed class FilmPlanes(BlockLevels levels)
{
    private const int Terms = 6;

    // Every so many blocks are looked at where a sum over some will do.
    private const int Sampling = 8;

    private readonly NormalEquations _equations = new(Terms);
    private double[] _fit = [];

    /// <summary>Fits both planes.</summary>
    /// <param name="isFilm">Which blocks lie on the film.</param>
    /// <param name="spacing">Every so many rows and columns of blocks count.</param>
    public void Fit(ReadOnlySpan<bool> isFilm, int spacing)
    {
        _equations.Clear();
        Span<double> terms = stackalloc double[Terms];
        for (int i = 0; i < levels.Rows; i += spacing)
        {
            for (int j = 0; j < levels.Columns; j += spacing)
            {
                int block = (i * levels.Columns) + j;
                if (!double.IsNaN(levels.Means[block]))
                {
                    SetTerms(terms, block, isFilm[block]);
                    _equations.Add(terms, levels.Means[block]);
                }
            }
        }

        _fit = _equations.Solve();
    }

    /// <summary>The level of a plane at a block.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="isFilm">That of the film, or that of the ice.</param>
    public double Value(int block, bool isFilm)
    {
        Span<double> terms = stackalloc double[Terms];
        SetTerms(terms, block, isFilm);
        double value = 0;
        for (int k = 0; k < Terms; k++)
        {
            value += _fit[k] * terms[k];
        }

        return value;
    }

    /// <summary>Mean height of the ice's plane over the film's, where the film is.</summary>
    /// <param name="isFilm">Which blocks lie on the film.</param>
    public double Step(ReadOnlySpan<bool> isFilm)
    {
        (double sum, int count) = (0, 0);
        for (int block = 0; block < isFilm.Length; block += Sampling)
        {
            if (isFilm[block])
            {
                sum += Value(block, isFilm: false) - Value(block, isFilm: true);
                count++;
            }
        }

        return sum / Math.Max(1, count);
    }

    /// <summary>Sum of what the planes leave, over some of the blocks.</summary>
    /// <param name="isFilm">Which blocks lie on the film.</param>
    /// <param name="sign">1 where films are darker than the ice, −1 where they are brighter.</param>
    /// <returns>The sum; infinite where the film is not of that sign.</returns>
    public double Left(ReadOnlySpan<bool> isFilm, double sign)
    {
        double sum = 0;
        for (int block = 0; block < isFilm.Length; block += Sampling)
        {
            double left = Math.Abs(levels.Means[block] - Value(block, isFilm[block]));
            sum += double.IsNaN(left) ? 0 : left;
        }

        return _fit[3] * sign < 0 ? sum : double.PositiveInfinity;
    }

    /// <summary>Blocks that <see cref="Left"/> looks at.</summary>
    public int Looked => levels.Known / Sampling;

    private void SetTerms(Span<double> terms, int block, bool isFilm)
    {
        (int row, int column) = Math.DivRem(block, levels.Columns);
        double y = (2.0 * row / levels.Rows) - 1;
        double x = (2.0 * column / levels.Columns) - 1;
        double film = isFilm ? 1 : 0;
        (terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]) = (1, x, y, film, film * x, film * y);
    }
}
