namespace DeepEM.Kernels.Fourier;

/// <summary>The factors of a length, one for each pass of Stockham's algorithm (<see cref="FourierPlan"/>).</summary>
internal static class FourierFactors
{
    // A pass for each of these has its sums written out; 4 is as cheap as 2, in half the passes.
    private static readonly int[] _small = [5, 4, 3, 2];

    /// <summary>Factors whose product is a length: 5, 4, 3 and 2, then the other primes, smallest first.</summary>
    /// <param name="length">At least 1; 1 has no factors.</param>
    public static IEnumerable<int> Of(int length)
    {
        foreach (int factor in _small)
        {
            for (; length % factor == 0; length /= factor)
            {
                yield return factor;
            }
        }

        for (int factor = 7; length > 1; factor += 2)
        {
            // What is left without a factor up to its root is a prime.
            factor = (long)factor * factor > length ? length : factor;
            for (; length % factor == 0; length /= factor)
            {
                yield return factor;
            }
        }
    }
}
