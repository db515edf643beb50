using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>The distribution of normalised grey levels.</summary>
/// <remarks>
/// <code>skewness = m₃ / m₂^1.5,  excess kurtosis = m₄ / m₂² − 3,  m_k = ⟨(z − ⟨z⟩)^k⟩</code>
/// Both are 0 for normal noise.
/// </remarks>
internal sealed class GreyLevels
{
    private const double BinWidth = 0.1;
    private const double Limit = RobustNormalisation.Limit;

    private readonly long[] _counts = new long[(int)Math.Round(2 * Limit / BinWidth)];
    private readonly double[] _sums = new double[5];

    /// <summary>Mean.</summary>
    public double Mean => _sums[1] / _sums[0];

    /// <summary>Standard deviation.</summary>
    public double Deviation => Math.Sqrt(Central(2));

    /// <summary>Skewness: positive where the longer tail is bright.</summary>
    public double Skewness => Central(3) / Math.Pow(Central(2), 1.5);

    /// <summary>Excess kurtosis.</summary>
    public double ExcessKurtosis => (Central(4) / Math.Pow(Central(2), 2)) - 3;

    /// <summary>Middles of the bins of the histogram and its density there.</summary>
    public IEnumerable<(double Level, double Density)> Histogram =>
        _counts.Select((count, i) => (((i + 0.5) * BinWidth) - Limit, count / (_sums[0] * BinWidth)));

    /// <summary>Adds normalised grey levels.</summary>
    /// <param name="values">Median 0, spread 1, cut at ±<see cref="RobustNormalisation.Limit"/>.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _counts[Math.Clamp((int)((value + Limit) / BinWidth), 0, _counts.Length - 1)]++;
            double power = 1;
            for (int k = 0; k < _sums.Length; k++)
            {
                _sums[k] += power;
                power *= value;
            }
        }
    }

    // From the moments about 0, which are of the order of one here.
    private double Central(int order)
    {
        double mean = Mean;
        double second = _sums[2] / _sums[0];
        double third = _sums[3] / _sums[0];
        return order switch
        {
            2 => second - (mean * mean),
            3 => third - (3 * mean * second) + (2 * Math.Pow(mean, 3)),
            _ => (_sums[4] / _sums[0]) - (4 * mean * third) + (6 * mean * mean * second) - (3 * Math.Pow(mean, 4)),
        };
    }
}
