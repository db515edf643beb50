using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Crops turned back and added up, class by class, each as far as it belongs there.</summary>
/// <param name="basis">The basis.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class ClassSums(PolarBasis basis, int classes)
{
    private readonly double[] _sums = new double[classes * 2 * basis.Length];
    private readonly double[] _denominators = new double[classes * (basis.Rings + 1)];

    /// <summary>Number of classes.</summary>
    public int Classes => classes;

    /// <summary>How many crops each class has, in parts of crops.</summary>
    public double[] Weights { get; } = new double[classes];

    /// <summary>One class.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>2L sums.</returns>
    public ReadOnlySpan<double> Of(int number) => _sums.AsSpan(number * 2 * basis.Length, 2 * basis.Length);

    /// <summary>What the sums of a class are divided by: <c>Σ n C(k)²</c> by ring.</summary>
    /// <param name="number">Number of the class.</param>
    public ReadOnlySpan<double> Denominators(int number) =>
        _denominators.AsSpan(number * (basis.Rings + 1), basis.Rings + 1);

    /// <summary>Adds the sums of a piece.</summary>
    /// <param name="sums">Classes × 2L values.</param>
    public void Add(ReadOnlySpan<float> sums)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += sums[i];
        }
    }

    /// <summary>Counts crops.</summary>
    /// <param name="memberships">Posterior of the classes, crop by crop.</param>
    /// <param name="groups">The optics of each crop.</param>
    /// <param name="gains">What the optics leave.</param>
    public void Count(ReadOnlySpan<float> memberships, ReadOnlySpan<int> groups, CropGains gains)
    {
        double[] counts = new double[gains.Groups * classes];
        for (int i = 0; i < groups.Length; i++)
        {
            for (int c = 0; c < classes; c++)
            {
                counts[(groups[i] * classes) + c] += memberships[(i * classes) + c];
            }
        }

        for (int group = 0; group < gains.Groups; group++)
        {
            ReadOnlySpan<double> factors = gains.Factors(group);
            for (int c = 0; c < classes; c++)
            {
                double count = counts[(group * classes) + c];
                Weights[c] += count;
                for (int k = 0; k <= basis.Rings; k++)
                {
                    _denominators[(c * (basis.Rings + 1)) + k] += count * factors[k] * factors[k];
                }
            }
        }
    }
}
