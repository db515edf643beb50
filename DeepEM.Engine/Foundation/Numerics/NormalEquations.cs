namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Fits a value as a sum of a few known terms by least squares: Σ (value − Σ c[k]·term[k])² is least.
/// </summary>
/// <param name="count">How many terms.</param>
internal sealed class NormalEquations(int count)
{
    // Terms that say nothing new get a coefficient of about 0.
    private const double Ridge = 1e-9;

    private readonly double[,] _matrix = new double[count, count + 1];
    private readonly double[] _coefficients = new double[count];

    /// <summary>Forgets what was added, so that the same memory serves again.</summary>
    public void Clear() => Array.Clear(_matrix);

    /// <summary>Adds a sample.</summary>
    /// <param name="terms">Its terms.</param>
    /// <param name="value">Its value.</param>
    public void Add(ReadOnlySpan<double> terms, double value)
    {
        for (int i = 0; i < count; i++)
        {
            for (int j = i; j < count; j++)
            {
                _matrix[i, j] += terms[i] * terms[j];
            }

            _matrix[i, count] += terms[i] * value;
        }
    }

    /// <summary>The coefficients; to be asked for once.</summary>
    /// <returns>One for each term; valid until the equations are solved again.</returns>
    public double[] Solve()
    {
        for (int i = 0; i < count; i++)
        {
            _matrix[i, i] += Ridge * (1 + _matrix[i, i]);
            for (int j = 0; j < i; j++)
            {
                _matrix[i, j] = _matrix[j, i];
            }
        }

        for (int i = 0; i < count; i++)
        {
            // Positive definite: no pivot is 0.
            for (int row = i + 1; row < count; row++)
            {
                double factor = _matrix[row, i] / _matrix[i, i];
                for (int j = i; j <= count; j++)
                {
                    _matrix[row, j] -= factor * _matrix[i, j];
                }
            }
        }

        for (int i = count - 1; i >= 0; i--)
        {
            double rest = _matrix[i, count];
            for (int j = i + 1; j < count; j++)
            {
                rest -= _matrix[i, j] * _coefficients[j];
            }

            _coefficients[i] = rest / _matrix[i, i];
        }

        return _coefficients;
    }
}
