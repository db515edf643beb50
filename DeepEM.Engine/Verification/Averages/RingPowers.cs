using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Mean power of crops on each ring in Fourier space.</summary>
internal static class RingPowers
{
    // Evenly spread over all: the mean of more would be no other.
    private const int MostCrops = 2048;

    /// <summary>Measures it.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="basis">The basis.</param>
    /// <param name="crops">The crops, at least one; of many, some.</param>
    /// <returns>Power by ring.</returns>
    public static double[] Mean(IComputeBackend backend, PolarBasis basis, ParticleCrops crops)
    {
        int count = Math.Min(MostCrops, crops.Count);
        int[] numbers = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * crops.Count / count))];
        float[] unchanged = new float[basis.Rings + 1];
        Array.Fill(unchanged, 1);
        using var expander = new CropExpander(backend, basis, crops, new CropGains(unchanged));
        float[] coefficients = expander.Expand(numbers, new (int X, int Y)[count]);
        double[] mean = new double[basis.Rings + 1];
        for (int i = 0; i < count; i++)
        {
            double[] power = basis.RingPower(coefficients.AsSpan(i * 2 * basis.Length, 2 * basis.Length));
            for (int k = 0; k < mean.Length; k++)
            {
                mean[k] += power[k] / count;
            }
        }

        return mean;
    }
}
