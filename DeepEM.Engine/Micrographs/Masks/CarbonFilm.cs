using System.Buffers;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Finds a plain film of carbon, whose grain is that of the ice, by the step of the grey level at its rim.
/// </summary>
/// <remarks>
/// The grey levels as they were read, in blocks of half a diameter, are fitted by a plane for the ice and
/// another for the film, by turns with which blocks lie on the film. The start is the best of
/// straight rims. It is a film where the step is several spreads of what the fit leaves and is there within a diameter
/// and a half along most of its rim, and the region is large. The slope is what illumination and thickness of ice
/// change by; a step it cannot follow.
/// </remarks>
internal sealed class CarbonFilm
{
    // Area of a film: square diameters, and shares of the micrograph.
    private const double LeastArea = 20;
    private const double GreatestShare = 0.55;

    // Rims that are tried first: directions, and shares of the micrograph.
    private const int Directions = 12;
    private const int Rounds = 5;

    // Every so many blocks, and rows and columns of them, are looked at to find the start.
    private const int Sampling = 17;
    private const int Coarse = 3;

    // In spreads of what the fit leaves. Training and simulated micrographs without carbon reach 1.7, simulated films
    // have 10 and more.
    private const double LeastStep = 3;

    // The same of the best straight rim, in mean distances from the fit: a film's own rim is seldom straight.
    private const double LeastStart = 1;

    // For this part of the rim at least half of the mean step must be there.
    private const double LeastRim = 0.6;
    private const double QuartilesPerDeviation = 1.349;

    private static readonly double[] _shares = [0.08, 0.16, 0.28, 0.42];

    private readonly BlockLevels _levels;
    private readonly bool[] _isFilm;

    private CarbonFilm(BlockLevels levels, bool[] isFilm, double step) =>
        (_levels, _isFilm, Step) = (levels, isFilm, step);

    /// <summary>Height of the step in spreads of what the fit leaves.</summary>
    public double Step { get; }

    /// <summary>Looks for a film.</summary>
    /// <param name="levels">Grey levels as they were read.</param>
    /// <param name="isBright">Whether films are brighter than the ice, as in micrographs of bright particles.</param>
    /// <returns>The film, or null.</returns>
    public static CarbonFilm? Of(BlockLevels levels, bool isBright)
    {
        double sign = isBright ? -1 : 1;
        var planes = new FilmPlanes(levels);
        bool[]? isFilm = Start(levels, sign, planes);
        if (isFilm is null)
        {
            return null;
        }

        for (int round = 0; round < Rounds; round++)
        {
            planes.Fit(isFilm, spacing: 1);
            isFilm = Filled(levels, Largest(levels, Smooth(levels, Nearer(levels, planes, sign))));
        }

        double spread = Spread(levels, isFilm, planes);
        int area = isFilm.Count(static film => film);
        double step = StepAtRim(levels, isFilm, sign);
        return area * levels.BlocksPerDiameterSquared >= LeastArea
            && area <= GreatestShare * levels.Known
            && spread > 0
            && step > LeastStep * spread
            ? new CarbonFilm(levels, isFilm, step / spread)
            : null;
    }

    /// <summary>Whether a place lies on the film.</summary>
    /// <param name="x">Column, original pixels.</param>
    /// <param name="y">Row, original pixels.</param>
    public bool Covers(double x, double y) => _isFilm[_levels.At(x, y)];

    // Blocks that are more like the film than like the ice.
    private static bool[] Nearer(BlockLevels levels, FilmPlanes planes, double sign)
    {
        bool[] isFilm = new bool[levels.Means.Length];
        for (int block = 0; block < isFilm.Length; block++)
        {
            double film = planes.Value(block, isFilm: true);
            double ice = planes.Value(block, isFilm: false);
            isFilm[block] = (film - ice) * sign < 0 && (levels.Means[block] - ((film + ice) / 2)) * sign < 0;
        }

        return isFilm;
    }

    private static double Spread(BlockLevels levels, bool[] isFilm, FilmPlanes planes)
    {
        double[] left =
        [
            .. levels.Means
                .Select((mean, block) => mean - planes.Value(block, isFilm[block]))
                .Where(static residual => !double.IsNaN(residual))
                .Order(),
        ];
        return left.Length == 0 ? 0 : (left[left.Length * 3 / 4] - left[left.Length / 4]) / QuartilesPerDeviation;
    }

    // The straight rim whose step explains most.
    private static bool[]? Start(BlockLevels levels, double sign, FilmPlanes planes)
    {
        int blocks = levels.Means.Length;
        double[] along = ArrayPool<double>.Shared.Rent(blocks);
        double[] sorted = new double[(blocks + Sampling - 1) / Sampling];
        bool[] rented = ArrayPool<bool>.Shared.Rent(2 * blocks);
        Span<bool> isFilm = rented.AsSpan(0, blocks);
        Span<bool> best = rented.AsSpan(blocks, blocks);
        double least = double.PositiveInfinity;
        for (int direction = 0; direction < Directions; direction++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * direction / Directions);
            for (int block = 0; block < blocks; block++)
            {
                (int row, int column) = Math.DivRem(block, levels.Columns);
                along[block] = (row * sine) + (column * cosine);
            }

            for (int n = 0; n < sorted.Length; n++)
            {
                sorted[n] = along[n * Sampling];
            }

            Array.Sort(sorted);
            foreach (double share in _shares)
            {
                double rim = sorted[(int)(share * sorted.Length)];
                for (int block = 0; block < blocks; block++)
                {
                    isFilm[block] = along[block] < rim;
                }

                planes.Fit(isFilm, Coarse);
                double left = planes.Left(isFilm, sign);
                if (left < least)
                {
                    least = left;
                    isFilm.CopyTo(best);
                }
            }
        }

        ArrayPool<double>.Shared.Return(along);

        // A film that the best straight rim hardly shows is none, and most micrographs have none.
        double step = 0;
        if (!double.IsInfinity(least))
        {
            planes.Fit(best, Coarse);
            step = sign * planes.Step(best);
        }

        double mean = least / Math.Max(1, planes.Looked);
        bool[]? film = step > LeastStart * mean ? best.ToArray() : null;
        ArrayPool<bool>.Shared.Return(rented);
        return film;
    }

    // The majority of three by three blocks; one block is a particle as easily.
    private static bool[] Smooth(BlockLevels levels, bool[] isFilm)
    {
        bool[] smooth = new bool[isFilm.Length];
        for (int block = 0; block < isFilm.Length; block++)
        {
            (int row, int column) = Math.DivRem(block, levels.Columns);
            int votes = 0;
            for (int i = Math.Max(0, row - 1); i <= Math.Min(levels.Rows - 1, row + 1); i++)
            {
                for (int j = Math.Max(0, column - 1); j <= Math.Min(levels.Columns - 1, column + 1); j++)
                {
                    int other = (i * levels.Columns) + j;
                    votes += double.IsNaN(levels.Means[other]) ? 0 : isFilm[other] ? 1 : -1;
                }
            }

            smooth[block] = votes > 0;
        }

        return smooth;
    }

    private static bool[] Largest(BlockLevels levels, bool[] isFilm)
    {
        int[] largest = [];
        foreach (ArraySegment<int> region in CellRegions.Of(isFilm, levels.Columns))
        {
            largest = region.Count > largest.Length ? [.. region] : largest;
        }

        bool[] kept = new bool[isFilm.Length];
        foreach (int block in largest)
        {
            kept[block] = true;
        }

        return kept;
    }

    // What a film cuts off from the rest of the ice is film.
    private static bool[] Filled(BlockLevels levels, bool[] isFilm)
    {
        bool[] isIce = Largest(levels, Array.ConvertAll(isFilm, static film => !film));
        return Array.ConvertAll(isIce, static ice => !ice);
    }

    // Mean over pairs of blocks a diameter and a half apart with the rim between them; 0 where it is no step.
    private static double StepAtRim(BlockLevels levels, bool[] isFilm, double sign)
    {
        List<double> steps = [];
        for (int block = 0; block < isFilm.Length; block++)
        {
            (int row, int column) = Math.DivRem(block, levels.Columns);
            Look(block, 1, column + 3 < levels.Columns);
            Look(block, levels.Columns, row + 3 < levels.Rows);
        }

        double mean = steps.Count == 0 ? 0 : steps.Average();
        return steps.Count(step => step > mean / 2) >= LeastRim * steps.Count ? mean : 0;

        void Look(int first, int stride, bool isInside)
        {
            if (isInside && isFilm[first + stride] != isFilm[first + (2 * stride)])
            {
                double across = (levels.Means[first + (3 * stride)] - levels.Means[first])
                    * (isFilm[first + stride] ? sign : -sign);
                if (!double.IsNaN(across))
                {
                    steps.Add(across);
                }
            }
        }
    }
}
