using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Tests.Support;

/// <summary>Seeded test data that float represents exactly, as double does.</summary>
internal static class Numbers
{
    /// <summary>Multiples of 1/256 between −2 and 2.</summary>
    public static double[] Draw(long seed, long length)
    {
        RandomSource random = new(seed);
        double[] values = new double[length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = ((double)(random.NextUInt64() % 1025) - 512) / 256;
        }

        return values;
    }

    public static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    public static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    public static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    public static double Norm(double[] values) => Math.Sqrt(Dot(values, values));
}
