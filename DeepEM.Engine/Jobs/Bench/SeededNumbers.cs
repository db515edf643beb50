using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Numbers to compute with, always the same.</summary>
internal static class SeededNumbers
{
    /// <summary>Numbers between two limits.</summary>
    public static float[] Uniform(long count, double low, double high, RandomSource random)
    {
        float[] numbers = new float[checked((int)count)];
        foreach (ref float number in numbers.AsSpan())
        {
            number = (float)random.NextDouble(low, high);
        }

        return numbers;
    }

    /// <summary>Noise as a prepared micrograph.</summary>
    public static PreparedMicrograph Image(int side, RandomSource random) =>
        new("noise", Uniform((long)side * side, -1.7, 1.7, random), side, side, 1, side, side);

    /// <summary>A network's first parameters.</summary>
    public static float[] Parameters(NetworkDescription network) =>
        NetworkInitialisation.Draw(network, new RandomSource(2));
}
