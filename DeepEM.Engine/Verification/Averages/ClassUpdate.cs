using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>From crops that were added up to averages and what of them is signal.</summary>
/// <remarks>
/// <code>
/// A = Σ C x / D,   D(k) = Σ n C(k)²
/// S(k) = Σ_m w_m |A_m(k)|²,   ν(k) = π k f / D(k),   τ = W·max(S − ν, 0),   A' = A τ / (τ + ν)
/// </code>
/// with ν the power that noise has in the average, f the mask power and W the Wiener factor.
/// </remarks>
internal static class ClassUpdate
{
    // A class of less is no class.
    private const double LeastWeight = 2;

    // Rings that all optics take away: of n crops as if this much of one were left.
    private const double LeastTransfer = 1e-3;

    /// <summary>The averages.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="sums">The sums.</param>
    /// <returns>Classes × 2L coefficients; zero for a class without crops.</returns>
    public static float[] Averages(PolarBasis basis, ClassSums sums)
    {
        int length = 2 * basis.Length;
        float[] averages = new float[sums.Classes * length];
        for (int c = 0; c < sums.Classes; c++)
        {
            ReadOnlySpan<double> own = sums.Of(c);
            for (int i = 0; i < length && sums.Weights[c] > 0; i++)
            {
                averages[(c * length) + i] = (float)(own[i] / Denominator(sums, c, basis.RingOf[i % basis.Length]));
            }
        }

        return averages;
    }

    /// <summary>The averages, shrunk to what of them is signal, and the shares of the classes.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="wienerFactor">W.</param>
    public static ClassReferences References(PolarBasis basis, ClassSums sums, double wienerFactor)
    {
        var references = new ClassReferences(basis, Averages(basis, sums), LogPriors(sums.Weights));
        for (int c = 0; c < sums.Classes; c++)
        {
            Span<float> own = references.Of(c);
            if (sums.Weights[c] < LeastWeight && sums.Weights.Sum() >= LeastWeight)
            {
                own.Clear();
                continue;
            }

            double[] ratios = SignalToNoise(basis, sums, c, own);
            for (int i = 0; i < own.Length; i++)
            {
                double signal = wienerFactor * ratios[basis.RingOf[i % basis.Length]];
                own[i] *= (float)(signal > 0 ? 1 / (1 + (1 / signal)) : 0);
            }
        }

        return references;
    }

    /// <summary>Signal over noise of an average by ring: <c>max(S − ν, 0) / ν</c>.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="number">Number of the class.</param>
    /// <param name="average">Its average, 2L coefficients.</param>
    /// <returns>One ratio a ring, ring 0 first.</returns>
    public static double[] SignalToNoise(PolarBasis basis, ClassSums sums, int number, ReadOnlySpan<float> average)
    {
        double[] ratios = basis.RingPower(average);
        ratios[0] = 0;
        for (int k = 1; k < ratios.Length; k++)
        {
            double noise = Math.PI * k * basis.MaskPower / Denominator(sums, number, k);
            ratios[k] = Math.Max(ratios[k] - noise, 0) / noise;
        }

        return ratios;
    }

    // Half of what was counted, half equal shares, as logarithms.
    private static double[] LogPriors(double[] weights)
    {
        double all = Math.Max(1, weights.Sum());
        double[] priors = [.. weights.Select(weight => 0.5 * Math.Log(Math.Max(weight, 0.5) / (all * weights.Length)))];
        double sum = Math.Log(priors.Sum(Math.Exp));
        return [.. priors.Select(prior => prior - sum)];
    }

    private static double Denominator(ClassSums sums, int number, int ring) =>
        Math.Max(sums.Denominators(number)[ring], Math.Max(1e-9, LeastTransfer * sums.Weights[number]));
}
