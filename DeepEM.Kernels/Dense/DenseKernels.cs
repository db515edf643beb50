using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Dense;

/// <summary>The dense layer on an accelerator; equations in <see cref="DenseReference"/>.</summary>
/// <remarks>
/// <para>
/// A layer has few units, often one: a thread for each result would sum hundreds of terms while most of a GPU is idle.
/// Sums are therefore split into parts, and the parts added in a second pass, in a fixed order and without atomics. The
/// number of parts depends on the extents only.
/// </para>
/// <para>Launches are queued; the backend has checked every extent.</para>
/// </remarks>
internal sealed class DenseKernels
{
    // A part for each thread of a warp, which together read neighbouring values.
    private const int ForwardParts = 32;

    // Neighbouring threads have neighbouring weights; the parts are there to shorten the sum over the images.
    private const int MostWeightsParts = 16;

    // Threads that fill a large GPU: more parts would be in vain.
    private const int FullDevice = 1 << 16;

    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents, int>> _partialForward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents, int>> _sumForward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents>> _backwardInput;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents, int>> _partialWeights;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents, int>> _sumWeights;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public DenseKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _partialForward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents, int>(PartialForwardKernel));
        _sumForward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents, int>(SumForwardKernel));
        _backwardInput = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents>(BackwardInputKernel));
        _partialWeights = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents, int>(PartialWeightsKernel));
        _sumWeights = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents, int>(SumWeightsKernel));
    }

    /// <summary>Queues the forward pass; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        IlgpuScratch scratch,
        ImageShape images,
        int units)
    {
        DenseExtents extents = DenseExtents.Of(images, units);
        int parts = Math.Min(extents.Values, ForwardParts);
        long outputs = (long)images.Batch * units;
        ArrayView<float> partial = scratch.Take(outputs * parts);
        KernelConfig grid = Launch.For(_accelerator, outputs * parts);
        _partialForward.Value(stream, grid, input, weights, partial, extents, parts);
        _sumForward.Value(stream, Launch.For(_accelerator, outputs), partial, bias, output, extents, parts);
    }

    /// <summary>Queues the gradient by the input; every element is overwritten.</summary>
    public void BackwardInput(
        AcceleratorStream stream,
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        ImageShape images,
        int units) =>
        _backwardInput.Value(
            stream,
            Launch.For(_accelerator, images.Length),
            outputGradient,
            weights,
            inputGradient,
            DenseExtents.Of(images, units));

    /// <summary>Queues the gradients by the weights and the bias; every element is overwritten.</summary>
    public void BackwardWeights(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> weightsGradient,
        ArrayView<float> biasGradient,
        IlgpuScratch scratch,
        ImageShape images,
        int units)
    {
        DenseExtents extents = DenseExtents.Of(images, units);
        long sums = units * (images.ImageLength + 1);
        int parts = (int)Math.Clamp(FullDevice / sums, 1, Math.Min(images.Batch, MostWeightsParts));
        ArrayView<float> partial = scratch.Take(sums * parts);
        KernelConfig grid = Launch.For(_accelerator, sums * parts);
        _partialWeights.Value(stream, grid, input, outputGradient, partial, extents, parts);
        KernelConfig sumsGrid = Launch.For(_accelerator, sums);
        _sumWeights.Value(stream, sumsGrid, partial, weightsGradient, biasGradient, extents, parts);
    }

    // partial[n, u, part] = Σ_m input[n,m]·weights[u,m] over m = part, part + parts, part + 2·parts, ...
    private static void PartialForwardKernel(
        ArrayView<float> input, ArrayView<float> weights, ArrayView<float> partial, DenseExtents shape, int parts)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Images * shape.Units * parts)
        {
            return;
        }

        int u = index / parts % shape.Units;
        int n = index / parts / shape.Units;
        float sum = 0;
        for (int m = index % parts; m < shape.Values; m += parts)
        {
            sum += input[(n * shape.Values) + m] * weights[(u * shape.Values) + m];
        }

        partial[index] = sum;
    }

    private static void SumForwardKernel(
        ArrayView<float> partial, ArrayView<float> bias, ArrayView<float> output, DenseExtents shape, int parts)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Images * shape.Units)
        {
            return;
        }

        float sum = bias[index % shape.Units];
        for (int part = 0; part < parts; part++)
        {
            sum += partial[(index * parts) + part];
        }

        output[index] = sum;
    }

    private static void BackwardInputKernel(
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        DenseExtents shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Images * shape.Values)
        {
            return;
        }

        int m = index % shape.Values;
        int n = index / shape.Values;
        float sum = 0;
        for (int u = 0; u < shape.Units; u++)
        {
            sum += outputGradient[(n * shape.Units) + u] * weights[(u * shape.Values) + m];
        }

        inputGradient[index] = sum;
    }

    // partial[part, u, m] = Σ_n outputGradient[n,u]·input[n,m] over n = part, part + parts, part + 2·parts, ...
    // The bias is the weight of one more value that is always 1.
    private static void PartialWeightsKernel(
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> partial,
        DenseExtents shape,
        int parts)
    {
        int index = Grid.GlobalIndex.X;
        int columns = shape.Values + 1;
        if (index >= shape.Units * columns * parts)
        {
            return;
        }

        int m = index % columns;
        int u = index / columns % shape.Units;
        float sum = 0;
        for (int n = index / columns / shape.Units; n < shape.Images; n += parts)
        {
            float value = 1;
            if (m < shape.Values)
            {
                value = input[(n * shape.Values) + m];
            }

            sum += outputGradient[(n * shape.Units) + u] * value;
        }

        partial[index] = sum;
    }

    private static void SumWeightsKernel(
        ArrayView<float> partial,
        ArrayView<float> weightsGradient,
        ArrayView<float> biasGradient,
        DenseExtents shape,
        int parts)
    {
        int index = Grid.GlobalIndex.X;
        int columns = shape.Values + 1;
        if (index >= shape.Units * columns)
        {
            return;
        }

        float sum = 0;
        for (int part = 0; part < parts; part++)
        {
            sum += partial[(part * shape.Units * columns) + index];
        }

        int m = index % columns;
        int u = index / columns;
        if (m < shape.Values)
        {
            weightsGradient[(u * shape.Values) + m] = sum;
        }
        else
        {
            biasGradient[u] = sum;
        }
    }
}
