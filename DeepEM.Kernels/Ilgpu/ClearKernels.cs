using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Writes zeros.</summary>
/// <remarks>ILGPU 1.5.3's own MemSetToZero fails on OpenCL for a view that does not begin with its buffer.</remarks>
internal sealed class ClearKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int>> _clear;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public ClearKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _clear = new(() => accelerator.LoadKernel<ArrayView<float>, int>(ClearKernel));
    }

    /// <summary>Queues target ← 0.</summary>
    public void Clear(AcceleratorStream stream, ArrayView<float> target) =>
        _clear.Value(stream, Launch.For(_accelerator, target.Length), target, target.IntLength);

    private static void ClearKernel(ArrayView<float> target, int count)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            target[index] = 0;
        }
    }
}
