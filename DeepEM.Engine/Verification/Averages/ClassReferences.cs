using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>What crops are held against: whitened averages, shrunk to what is signal, and their shares.</summary>
/// <param name="basis">The basis.</param>
/// <param name="coefficients">Classes × 2L coefficients.</param>
/// <param name="logPriors">Logarithm of the share of each class.</param>
internal sealed class ClassReferences(PolarBasis basis, float[] coefficients, double[] logPriors)
{
    /// <summary>Number of classes.</summary>
    public int Classes => logPriors.Length;

    /// <summary>The basis.</summary>
    public PolarBasis Basis => basis;

    /// <summary>Classes × 2L coefficients.</summary>
    public float[] Coefficients => coefficients;

    /// <summary>Logarithm of the share of each class.</summary>
    public double[] LogPriors => logPriors;

    /// <summary>One class.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>2L coefficients that may be written to.</returns>
    public Span<float> Of(int number) => coefficients.AsSpan(number * 2 * basis.Length, 2 * basis.Length);

    /// <summary>The same without detail beyond a ring.</summary>
    /// <param name="ring">The last ring that is kept.</param>
    public ClassReferences Until(double ring)
    {
        float[] kept = [.. coefficients];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = basis.RingOf[i % basis.Length] <= ring ? kept[i] : 0;
        }

        return new ClassReferences(basis, kept, logPriors);
    }

    /// <summary>The same with all classes made round.</summary>
    public ClassReferences Round()
    {
        float[] round = [.. coefficients];
        for (int i = 0; i < round.Length; i++)
        {
            round[i] = basis.OrderOf[i % basis.Length] == 0 ? round[i] : 0;
        }

        return new ClassReferences(basis, round, logPriors);
    }

    /// <summary>Energy of each class behind optics: <c>Σ w_m C(k)² |A_m(k)|²</c>.</summary>
    /// <param name="factors">C, by ring.</param>
    public double[] Energies(ReadOnlySpan<double> factors)
    {
        double[] energies = new double[Classes];
        for (int c = 0; c < Classes; c++)
        {
            double[] power = basis.RingPower(Of(c));
            for (int k = 1; k <= basis.Rings; k++)
            {
                energies[c] += power[k] * factors[k] * factors[k];
            }
        }

        return energies;
    }
}
