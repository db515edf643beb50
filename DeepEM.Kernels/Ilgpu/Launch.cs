using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>How many threads a kernel is started with: one for each element, in groups of one size.</summary>
internal static class Launch
{
    /// <summary>Threads of a group on a GPU: four warps, for a short tail at full occupancy.</summary>
    public const int GroupSize = 128;

    /// <summary>Threads of a group on ILGPU's CPU accelerator, whose default device allows no more.</summary>
    public const int CpuGroupSize = 16;

    /// <summary>The grid for <paramref name="count"/> elements; kernels check that they are below it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than kernels can count.</exception>
    public static KernelConfig For(Accelerator accelerator, long count)
    {
        RequireCountable(count);
        int group = accelerator.AcceleratorType == AcceleratorType.CPU ? CpuGroupSize : GroupSize;
        return new KernelConfig((int)((count + group - 1) / group), group);
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
