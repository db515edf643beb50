using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends.Ilgpu;

/// <summary>How many threads a kernel is started with: one for each element, in groups of one size.</summary>
internal static class Launch
{
    /// <summary>Threads of a group on a GPU: four warps, so that a group's tail is short and occupancy still full.</summary>
    public const int GroupSize = 128;

    /// <summary>Threads of a group on ILGPU's CPU accelerator, whose default device allows no more.</summary>
    public const int CpuGroupSize = 16;

    /// <summary>The grid for <paramref name="count"/> elements; kernels check that they are below it.</summary>
    /// <exception cref="ArgumentException">There are more elements than an index of 32 bits can count.</exception>
    public static KernelConfig For(Accelerator accelerator, long count)
    {
        if (count is < 1 or > int.MaxValue - GroupSize)
        {
            throw new ArgumentException(
                $"{count} elements in one launch; kernels count 1 to {int.MaxValue - GroupSize}.", nameof(count));
        }

        int group = accelerator.AcceleratorType == AcceleratorType.CPU ? CpuGroupSize : GroupSize;
        return new KernelConfig((int)((count + group - 1) / group), group);
    }
}
