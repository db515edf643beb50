using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Pooling;

/// <summary>Mean and maximum pooling on an accelerator; equations in <see cref="PoolingShape"/>.</summary>
/// <remarks>
/// Forward: one thread for each output. Backward: one thread for each input, which asks its own window what it
/// contributed, so nothing is added by two threads. Launches are queued; the backend has checked every extent.
/// </remarks>
internal sealed class PoolingKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, PoolingExtents,
        int>> _forward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, PoolingExtents>>
        _backwardMean;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, PoolingExtents>> _backwardMax;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public PoolingKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _forward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, PoolingExtents, int>(
            ForwardKernel));
        _backwardMean = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, PoolingExtents>(
            BackwardMeanKernel));
        _backwardMax = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            PoolingExtents>(BackwardMaxKernel));
    }

    /// <summary>Queues pooling; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> output,
        PoolingShape shape,
        PoolingKind kind)
    {
        long count = shape.Output.Length;
        _forward.Value(
            stream, Launch.For(_accelerator, count), input, output, PoolingExtents.Of(shape, count), (int)kind);
    }

    /// <summary>Queues the gradient of ordinary pooling; every element is overwritten.</summary>
    public void Backward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> inputGradient,
        PoolingShape shape,
        PoolingKind kind)
    {
        PoolingExtents extents = PoolingExtents.Of(shape, shape.Input.Length);
        KernelConfig grid = Launch.For(_accelerator, extents.Count);
        if (kind == PoolingKind.Mean)
        {
            _backwardMean.Value(stream, grid, outputGradient, inputGradient, extents);
        }
        else
        {
            _backwardMax.Value(stream, grid, input, outputGradient, inputGradient, extents);
        }
    }

    private static void ForwardKernel(ArrayView<float> input, ArrayView<float> output, PoolingExtents shape, int kind)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int j = index % shape.OutWidth;
        int i = index / shape.OutWidth % shape.OutHeight;
        int c = index / (shape.OutWidth * shape.OutHeight) % shape.Channels;
        int image = index / (shape.OutWidth * shape.OutHeight * shape.Channels);

        // image = (n·S + a)·S + b, and without fragments a = b = 0.
        int b = image % shape.Starts;
        int a = image / shape.Starts % shape.Starts;
        int n = image / (shape.Starts * shape.Starts);
        int plane = ((n * shape.Channels) + c) * shape.InHeight;
        int corner = ((plane + a + (i * shape.Size)) * shape.InWidth) + b + (j * shape.Size);

        float sum = 0;
        float largest = input[corner];
        for (int p = 0; p < shape.Size; p++)
        {
            for (int q = 0; q < shape.Size; q++)
            {
                float value = input[corner + (p * shape.InWidth) + q];
                sum += value;
                largest = value > largest ? value : largest;
            }
        }

        output[index] = kind == (int)PoolingKind.Mean ? sum / (shape.Size * shape.Size) : largest;
    }

    private static void BackwardMeanKernel(
        ArrayView<float> outputGradient, ArrayView<float> inputGradient, PoolingExtents shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int j = index % shape.InWidth / shape.Size;
        int i = index / shape.InWidth % shape.InHeight / shape.Size;
        int plane = index / (shape.InWidth * shape.InHeight);

        float gradient = 0;
        if (i < shape.OutHeight && j < shape.OutWidth)
        {
            gradient = outputGradient[(((plane * shape.OutHeight) + i) * shape.OutWidth) + j];
        }

        inputGradient[index] = gradient / (shape.Size * shape.Size);
    }

    private static void BackwardMaxKernel(
        ArrayView<float> input, ArrayView<float> outputGradient, ArrayView<float> inputGradient, PoolingExtents shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int j = index % shape.InWidth / shape.Size;
        int i = index / shape.InWidth % shape.InHeight / shape.Size;
        int plane = index / (shape.InWidth * shape.InHeight);

        float gradient = 0;
        if (i < shape.OutHeight && j < shape.OutWidth)
        {
            int largest = (((plane * shape.InHeight) + (i * shape.Size)) * shape.InWidth) + (j * shape.Size);
            int corner = largest;
            for (int p = 0; p < shape.Size; p++)
            {
                for (int q = 0; q < shape.Size; q++)
                {
                    int at = corner + (p * shape.InWidth) + q;
                    largest = input[at] > input[largest] ? at : largest;
                }
            }

            if (largest == index)
            {
                gradient = outputGradient[(((plane * shape.OutHeight) + i) * shape.OutWidth) + j];
            }
        }

        inputGradient[index] = gradient;
    }
}
