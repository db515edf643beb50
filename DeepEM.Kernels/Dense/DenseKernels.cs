using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Backends.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Dense;

/// <summary>The dense layer on an accelerator; equations in <see cref="DenseReference"/>.</summary>
/// <remarks>
/// One thread for each element of the result, each summing in the order of the equation. Launches are queued; the
/// backend has checked every extent.
/// </remarks>
internal sealed class DenseKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, DenseExtents>> _forward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents>> _backwardInput;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, DenseExtents>> _backwardWeights;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, DenseExtents>>
        _backwardBias;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public DenseKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _forward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, DenseExtents>(ForwardKernel));
        _backwardInput = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents>(BackwardInputKernel));
        _backwardWeights = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            DenseExtents>(BackwardWeightsKernel));
        _backwardBias = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, DenseExtents>(
            BackwardBiasKernel));
    }

    /// <summary>Queues the forward pass; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ImageShape images,
        int units) =>
        _forward.Value(
            stream,
            Launch.For(_accelerator, (long)images.Batch * units),
            input,
            weights,
            bias,
            output,
            DenseExtents.Of(images, units));

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
        ImageShape images,
        int units)
    {
        DenseExtents extents = DenseExtents.Of(images, units);
        KernelConfig weights = Launch.For(_accelerator, units * images.ImageLength);
        _backwardWeights.Value(stream, weights, input, outputGradient, weightsGradient, extents);
        KernelConfig bias = Launch.For(_accelerator, units);
        _backwardBias.Value(stream, bias, outputGradient, biasGradient, extents);
    }

    private static void ForwardKernel(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        DenseExtents shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Images * shape.Units)
        {
            return;
        }

        int u = index % shape.Units;
        int n = index / shape.Units;
        float sum = bias[u];
        for (int m = 0; m < shape.Values; m++)
        {
            sum += input[(n * shape.Values) + m] * weights[(u * shape.Values) + m];
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

    private static void BackwardWeightsKernel(
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> weightsGradient,
        DenseExtents shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Units * shape.Values)
        {
            return;
        }

        int m = index % shape.Values;
        int u = index / shape.Values;
        float sum = 0;
        for (int n = 0; n < shape.Images; n++)
        {
            sum += outputGradient[(n * shape.Units) + u] * input[(n * shape.Values) + m];
        }

        weightsGradient[index] = sum;
    }

    private static void BackwardBiasKernel(
        ArrayView<float> outputGradient, ArrayView<float> biasGradient, DenseExtents shape)
    {
        int u = Grid.GlobalIndex.X;
        if (u >= shape.Units)
        {
            return;
        }

        float sum = 0;
        for (int n = 0; n < shape.Images; n++)
        {
            sum += outputGradient[(n * shape.Units) + u];
        }

        biasGradient[u] = sum;
    }
}
