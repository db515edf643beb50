using System.Diagnostics;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Simd;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>The limits of the host: multiply-adds and memory.</summary>
public static class MachinePeak
{
    private const int Rounds = 200_000;

    // 64 MB a thread: more than the share of the last cache that a core has on any machine of today.
    private const int ValuesPerThread = 1 << 24;

    /// <summary>Measures the best rate of fused multiply-adds.</summary>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="seconds">How long to measure; at least one measurement is made.</param>
    /// <returns>GFLOP/s of all threads together, two operations for each multiply-add.</returns>
    public static double MultiplyAddRate(int threads, double seconds)
    {
        using var backend = new SimdBackend(threads);
        double perItem = SimdPeak.MultiplyAdd(backend.Width, Rounds).Operations;
        int items = 8 * threads;
        float[] results = new float[items];
        double best = Best(
            seconds,
            () => backend.ForEach(
                items, (_, item) => results[item] = SimdPeak.MultiplyAdd(backend.Width, Rounds).Result));
        return perItem * items / best / 1e9;
    }

    /// <summary>Measures the best rate of reading memory that is in no cache.</summary>
    /// <param name="threads">Threads that read.</param>
    /// <param name="seconds">How long to measure; at least one measurement is made.</param>
    /// <returns>GB/s of all threads together, 10⁹ bytes.</returns>
    public static double ReadRate(int threads, double seconds)
    {
        using var backend = new SimdBackend(threads);
        float[][] parts = new float[threads][];
        float[] results = new float[threads];

        // Memory is written first: untouched pages are all one page of zeros, which stays in the cache.
        backend.ForEach(threads, (_, item) =>
        {
            parts[item] = new float[ValuesPerThread];
            Array.Fill(parts[item], 1f);
        });
        double best = Best(
            seconds,
            () => backend.ForEach(
                threads, (_, item) => results[item] = SimdPeak.Read(backend.Width, parts[item])));
        return (double)sizeof(float) * ValuesPerThread * threads / best / 1e9;
    }

    private static double Best(double seconds, Action action)
    {
        action();
        double best = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        do
        {
            long before = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return best;
    }
}
