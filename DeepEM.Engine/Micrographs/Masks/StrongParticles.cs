using System.Buffers;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Tells particles of much contrast from dirt among the regions beyond the limits of a level.</summary>
/// <remarks>
/// A region consists of parts, its cells of at least half of its strongest level: particles that touch come apart
/// there. It may be particles where every part is as wide as one and round, and it is where there are many such parts
/// on the micrograph and none of its own is far stronger than they usually are. Dark and bright ones are kept apart.
/// What lies about strong particles, brighter as far as the flattening went down for them, is none of dirt either.
/// </remarks>
internal sealed class StrongParticles
{
    // Fewer alike are dirt.
    private const int Many = 5;

    // Width of a part, diameters. A spot of no extent measures the half diameter that levels are means of; of what is
    // hardly beyond the limit only the summit is seen.
    private const double LeastWidth = 0.55;
    private const double GreatestWidth = 1.5;

    // Area of a part over that of the ellipse in its frame; of a square it is 1.27, of a bent strip less than this.
    private const double LeastRoundness = 0.7;
    private const double LeastAspect = 0.5;

    // Stronger than so many times the median of its kind is something else.
    private const double FarBeyond = 1.6;

    // The rim of strong particles on the other side of the usual level, as a share of theirs.
    private const double Rim = 0.5;

    private readonly double _cellsPerDiameter;
    private readonly int _columns;
    private readonly List<Region> _regions = [];
    private readonly List<Part> _parts = [];
    // Usual strength of dark and of bright ones; 0 where there are too few.
    private readonly double[] _usual = new double[2];
    private readonly double[] _strongest = new double[2];

    /// <summary>Looks at all regions.</summary>
    /// <param name="levels">Levels of all cells, row by row.</param>
    /// <param name="beyond">Which of them exceed the limits.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="columns">Columns of cells.</param>
    /// <param name="cellsPerDiameter">Cells per particle diameter.</param>
    public StrongParticles(
        ReadOnlySpan<float> levels,
        ReadOnlyMemory<bool> beyond,
        MaskLimits limits,
        int columns,
        double cellsPerDiameter)
    {
        (_columns, _cellsPerDiameter) = (columns, cellsPerDiameter);
        if (!beyond.Span.Contains(true))
        {
            return;
        }

        bool[] core = ArrayPool<bool>.Shared.Rent(levels.Length);
        int[] regionOf = ArrayPool<int>.Shared.Rent(levels.Length);
        core.AsSpan(0, levels.Length).Clear();
        foreach (ArraySegment<int> cells in CellRegions.Of(beyond, columns))
        {
            float peak = Peak(levels, cells);
            foreach (int cell in cells)
            {
                core[cell] = levels[cell] / peak >= 0.5f;
                regionOf[cell] = _regions.Count;
            }

            _strongest[Kind(peak)] = Math.Max(_strongest[Kind(peak)], Math.Abs(peak));
            _regions.Add(new Region(peak, MayBeParticles: true));
        }

        foreach (ArraySegment<int> part in CellRegions.Of(core.AsMemory(0, levels.Length), columns))
        {
            int region = regionOf[part[0]];
            float peak = Peak(levels, part);
            bool isWhole = peak / 2 > limits.Bright || peak / 2 < limits.Dark;
            if (IsLikeOne(part, isWhole ? LeastWidth : 0))
            {
                _parts.Add(new Part(peak, [.. part]));
            }
            else
            {
                _regions[region] = _regions[region] with { MayBeParticles = false };
            }
        }

        ArrayPool<int>.Shared.Return(regionOf);
        ArrayPool<bool>.Shared.Return(core);
        for (int kind = 0; kind < _usual.Length; kind++)
        {
            float[] peaks =
            [
                .. _parts.Where(part => Kind(part.Peak) == kind).Select(part => Math.Abs(part.Peak)).Order(),
            ];
            _usual[kind] = peaks.Length < Many ? 0 : peaks[peaks.Length / 2];
        }
    }

    /// <summary>The cells of all strong particles, those that touch dirt among them.</summary>
    public IEnumerable<int> Cells =>
        _parts.Where(part => IsUsual(part.Peak)).SelectMany(part => part.Cells);

    /// <summary>The strongest level of a region.</summary>
    /// <param name="region">Its number, in the order of their first cells.</param>
    public float Peak(int region) => _regions[region].Peak;

    /// <summary>Whether a region may be what the flattening made of stronger ones on the other side.</summary>
    /// <param name="peak">Its strongest level.</param>
    public bool IsHalo(float peak) => Math.Abs(peak) <= Rim * _strongest[1 - Kind(peak)];

    /// <summary>Whether a region is of particles, or what lies about them.</summary>
    /// <param name="region">Its number, in the order of their first cells.</param>
    public bool Are(int region)
    {
        (float peak, bool mayBeParticles) = _regions[region];
        return (mayBeParticles && IsUsual(peak)) || Math.Abs(peak) <= Rim * _usual[1 - Kind(peak)];
    }

    private bool IsUsual(float peak) => Math.Abs(peak) <= FarBeyond * _usual[Kind(peak)];

    private static int Kind(float level) => level < 0 ? 0 : 1;

    private static float Peak(ReadOnlySpan<float> levels, ArraySegment<int> cells)
    {
        float peak = 0;
        foreach (int cell in cells)
        {
            peak = Math.Abs(levels[cell]) > Math.Abs(peak) ? levels[cell] : peak;
        }

        return peak;
    }

    private bool IsLikeOne(ArraySegment<int> part, double leastWidth)
    {
        (int top, int bottom, int left, int right) = (int.MaxValue, 0, int.MaxValue, 0);
        foreach (int cell in part)
        {
            (int row, int column) = Math.DivRem(cell, _columns);
            (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            (left, right) = (Math.Min(left, column), Math.Max(right, column));
        }

        double height = bottom - top + 1;
        double width = right - left + 1;
        return Math.Max(height, width) <= GreatestWidth * _cellsPerDiameter
            && Math.Min(height, width) >= Math.Max(
                leastWidth * _cellsPerDiameter, LeastAspect * Math.Max(height, width))
            && part.Count >= LeastRoundness * Math.PI / 4 * height * width;
    }

    private readonly record struct Region(float Peak, bool MayBeParticles);

    private readonly record struct Part(float Peak, int[] Cells);
}
