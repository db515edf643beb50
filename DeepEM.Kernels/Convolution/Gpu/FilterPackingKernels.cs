using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Brings the filters of any number of layers into the order of <see cref="PackedFilters"/> at once.</summary>
internal sealed class FilterPackingKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<int>, ArrayView<float>>> _pack;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public FilterPackingKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _pack = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<int>,
            ArrayView<float>>(PackKernel));
    }

    /// <summary>Queues the packing; all of <paramref name="packed"/> is overwritten.</summary>
    /// <param name="stream">The stream that orders this launch.</param>
    /// <param name="weights">Where weights are taken from.</param>
    /// <param name="bias">Where biases are taken from.</param>
    /// <param name="sources">For each packed value a code of <see cref="FilterSources"/>.</param>
    /// <param name="packed">As many values as there are codes.</param>
    public void Pack(
        AcceleratorStream stream,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> sources,
        ArrayView<float> packed) =>
        _pack.Value(stream, Launch.For(_accelerator, packed.Length), weights, bias, sources, packed);

    private static void PackKernel(
        ArrayView<float> weights, ArrayView<float> bias, ArrayView<int> sources, ArrayView<float> packed)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= packed.IntLength)
        {
            return;
        }

        int source = sources[index];
        float value = 0;
        if (source > 0)
        {
            value = weights[source - 1];
        }
        else if (source < 0)
        {
            value = bias[-1 - source];
        }

        packed[index] = value;
    }
}
