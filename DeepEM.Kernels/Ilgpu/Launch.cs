using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>How many threads a kernel is started with: one for each element, in groups of one size.</summary>
internal static class Launch
{
    /// <summary>Threads of a group on a GPU: four warps, for a short tail at full occupancy.</summary>
    public const int GroupSize = 128;

    /// <summary>Threads of a group, as many as are wanted and the device allows.</summary>
    /// <param name="accelerator">The device: some GPUs of phones and ILGPU's CPU accelerator allow few.</param>
    /// <param name="wanted">Threads that are wanted.</param>
    public static int GroupOf(Accelerator accelerator, int wanted = GroupSize) =>
        Math.Min(wanted, accelerator.MaxNumThreadsPerGroup);

    [ThreadStatic]
    private static long _count;

    /// <summary>Launches of this thread so far; a grid is made for one.</summary>
    public static long Count => _count;

    /// <summary>The grid for <paramref name="count"/> elements; kernels check that they are below it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than kernels can count.</exception>
    public static KernelConfig For(Accelerator accelerator, long count)
    {
        RequireCountable(count);
        int group = GroupOf(accelerator);
        return Of((int)((count + group - 1) / group), group);
    }

    /// <summary>A grid of one launch.</summary>
    /// <param name="groups">Groups of threads.</param>
    /// <param name="size">Threads of a group.</param>
    public static KernelConfig Of(int groups, int size)
    {
        _count++;
        return new KernelConfig(groups, size);
    }

    /// <summary>Kernels count in 32 bits, the threads of the last group included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than kernels can count.</exception>
    public static void RequireCountable(long count)
    {
        const int Largest = int.MaxValue - GroupSize;
        if (count is < 1 or > Largest)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Kernels count 1 to {Largest} values.");
        }
    }
}
