using System.Numerics;
using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>How alike two averages are when one is turned as well as may be.</summary>
/// <param name="Correlation">Over all rings, −1 to 1.</param>
/// <param name="Rings">Ring by ring; ring 0 is 0.</param>
/// <param name="Neighbourhoods">
/// Of every ring with the ones before and after it: where the particle's transform passes through zero there is nothing
/// to agree on, and what lies beyond counts all the same.
/// </param>
internal sealed record RingCorrelation(double Correlation, double[] Rings, double[] Neighbourhoods)
{
    private const int Rotations = 128;

    /// <summary>Compares two averages.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="a">One average, 2L coefficients.</param>
    /// <param name="b">The other.</param>
    public static RingCorrelation Of(PolarBasis basis, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var products = new Complex[basis.Length];
        var byOrder = new Complex[basis.Orders];
        for (int i = 0; i < products.Length; i++)
        {
            int weight = basis.OrderOf[i] == 0 ? 1 : 2;
            products[i] = weight * Complex.Conjugate(Value(basis, a, i)) * Value(basis, b, i);
            byOrder[basis.OrderOf[i]] += products[i];
        }

        (double best, double angle) = (double.NegativeInfinity, 0);
        for (int r = 0; r < Rotations; r++)
        {
            double radians = 2 * Math.PI * r / Rotations;
            double sum = 0;
            for (int m = 0; m < byOrder.Length; m++)
            {
                sum += (byOrder[m] * Complex.FromPolarCoordinates(1, m * radians)).Real;
            }

            (best, angle) = sum > best ? (sum, radians) : (best, angle);
        }

        double[] powerA = basis.RingPower(a);
        double[] powerB = basis.RingPower(b);
        double[] sums = new double[basis.Rings + 1];
        for (int i = 0; i < products.Length; i++)
        {
            sums[basis.RingOf[i]] += (products[i] * Complex.FromPolarCoordinates(1, basis.OrderOf[i] * angle)).Real;
        }

        return new RingCorrelation(
            Share(best, powerA.Sum(), powerB.Sum()), Shares(sums, powerA, powerB, 0), Shares(sums, powerA, powerB, 1));
    }

    /// <summary>How far out both agree.</summary>
    /// <returns>The last ring, from the first on, round which the correlation is 0.5 or more; at least 1.</returns>
    public int LastRing()
    {
        int ring = 1;
        while (ring + 1 < Neighbourhoods.Length && Neighbourhoods[ring + 1] >= 0.5)
        {
            ring++;
        }

        return ring;
    }

    private static double[] Shares(double[] sums, double[] powerA, double[] powerB, int reach) =>
    [
        .. Enumerable.Range(0, sums.Length).Select(k =>
        {
            Range near = Math.Max(0, k - reach)..Math.Min(sums.Length, k + reach + 1);
            return Share(sums[near].Sum(), powerA[near].Sum(), powerB[near].Sum());
        }),
    ];

    private static double Share(double product, double a, double b) => a * b > 0 ? product / Math.Sqrt(a * b) : 0;

    private static Complex Value(PolarBasis basis, ReadOnlySpan<float> vector, int i) =>
        new(vector[i], vector[basis.Length + i]);
}
