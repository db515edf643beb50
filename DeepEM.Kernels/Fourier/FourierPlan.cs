namespace DeepEM.Kernels.Fourier;

/// <summary>The passes of a discrete Fourier transform of one length.</summary>
/// <remarks>
/// <code>X[u] = Σ_i x[i]·exp(−2πi·u·i/N)</code>
/// <para>
/// Stockham's algorithm with factors 2 to 5: a pass with factor r takes n = r·m, with s sequences side by side, from
/// x[q + s·(p + m·k)] to y[q + s·(r·p + k)], p &lt; m, k &lt; r, q &lt; s, turning by exp(−2πi·p·k/n); then n is m
/// and s is r·s. No reordering is left at the end (Van Loan, <i>Computational Frameworks for the Fast Fourier
/// Transform</i>, 1992, section 1.7).
/// </para>
/// </remarks>
internal sealed unsafe class FourierPlan
{
    private readonly float[] _twiddles;

    /// <summary>Works out the passes.</summary>
    /// <param name="length">A product of 2, 3 and 5, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length has another prime factor.</exception>
    public FourierPlan(int length)
    {
        Length = length;
        if (length < 2 || !IsSmooth(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length is no product of 2, 3 and 5.");
        }

        Factors = [.. FourierFactors.Of(length)];

        // For each pass and p the factors of k = 1 to r − 1: cosine and sine of the turn.
        List<float> twiddles = [];
        int n = length;
        foreach (int factor in Factors)
        {
            for (int p = 0; p < n / factor; p++)
            {
                for (int k = 1; k < factor; k++)
                {
                    (double sine, double cosine) = Math.SinCos(-2 * Math.PI * p * k / n);
                    twiddles.Add((float)cosine);
                    twiddles.Add((float)sine);
                }
            }

            n /= factor;
        }

        _twiddles = GC.AllocateUninitializedArray<float>(twiddles.Count, pinned: true);
        twiddles.CopyTo(_twiddles);
    }

    /// <summary>Values of a line, N.</summary>
    public int Length { get; }

    /// <summary>The factor of each pass.</summary>
    public int[] Factors { get; }

    /// <summary>What each pass turns by; valid as long as this object is referenced.</summary>
    public float* Twiddles => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _twiddles[0]);

    /// <summary>The least length that can be planned.</summary>
    /// <param name="least">No less than this, at least 1.</param>
    /// <returns>A product of 2, 3 and 5.</returns>
    public static int LengthFor(int least)
    {
        int length = Math.Max(2, least);
        while (!IsSmooth(length))
        {
            length++;
        }

        return length;
    }

    private static bool IsSmooth(int length)
    {
        for (int factor = 2; factor <= 5; factor++)
        {
            while (length % factor == 0)
            {
                length /= factor;
            }
        }

        return length == 1;
    }
}
