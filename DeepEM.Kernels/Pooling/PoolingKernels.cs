using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Pooling;

/// <summary>Mean and maximum pooling on an accelerator; equations in <see cref="PoolingShape"/>.</summary>
/// <remarks>
/// One thread for each window, which in the gradient writes all of its inputs, so nothing is added by two threads; the
/// gradient of the activation before is applied there and then. No kernel divides whole numbers
/// (<see cref="Divisor"/>). Launches are queued; the backend has checked every extent.
/// </remarks>
internal sealed class PoolingKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, PoolingExtents,
        int>> _forward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, PoolingExtents, int>> _backwardMean;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, PoolingExtents, int>> _backwardMax;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public PoolingKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _forward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, PoolingExtents, int>(
            ForwardKernel));
        _backwardMean = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            PoolingExtents, int>(BackwardMeanKernel));
        _backwardMax = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            PoolingExtents, int>(BackwardMaxKernel));
    }

    /// <summary>Queues pooling; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> output,
        PoolingShape shape,
        PoolingKind kind)
    {
        PoolingExtents extents = PoolingExtents.OfWindows(shape);
        _forward.Value(stream, Launch.For(_accelerator, extents.Count), input, output, extents, (int)kind);
    }

    /// <summary>Queues the gradient of ordinary pooling and of the activation before; every element is overwritten.
    /// </summary>
    public void Backward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> inputGradient,
        PoolingShape shape,
        PoolingKind kind,
        ActivationKind activation)
    {
        PoolingExtents extents = PoolingExtents.OfInput(shape);
        KernelConfig grid = Launch.For(_accelerator, extents.Count);
        (kind == PoolingKind.Mean ? _backwardMean : _backwardMax).Value(
            stream, grid, input, outputGradient, inputGradient, extents, (int)activation);
    }

    private static void ForwardKernel(ArrayView<float> input, ArrayView<float> output, PoolingExtents shape, int kind)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int row = shape.Across.Quotient(index);
        int map = shape.Down.Quotient(row);
        int image = shape.Planes.Quotient(map);
        int j = index - (row * shape.OutWidth);
        int i = row - (map * shape.OutHeight);
        int c = map - (image * shape.Channels);

        // image = (n·S + a)·S + b, and without fragments a = b = 0.
        int start = shape.Starts.Quotient(image);
        int n = shape.Starts.Quotient(start);
        int b = image - (start * shape.Starts.Value);
        int a = start - (n * shape.Starts.Value);
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
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> inputGradient,
        PoolingExtents shape,
        int activation)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int row = shape.Across.Quotient(index);
        int plane = shape.Down.Quotient(row);
        int j = index - (row * shape.Across.Value);
        int i = row - (plane * shape.Down.Value);
        float gradient = 0;
        if (i < shape.OutHeight && j < shape.OutWidth)
        {
            gradient = outputGradient[(((plane * shape.OutHeight) + i) * shape.OutWidth) + j];
        }

        gradient /= shape.Size * shape.Size;
        int corner = (((plane * shape.InHeight) + (i * shape.Size)) * shape.InWidth) + (j * shape.Size);
        int rows = Math.Min(shape.Size, shape.InHeight - (i * shape.Size));
        int columns = Math.Min(shape.Size, shape.InWidth - (j * shape.Size));
        for (int p = 0; p < rows; p++)
        {
            for (int q = 0; q < columns; q++)
            {
                int at = corner + (p * shape.InWidth) + q;
                inputGradient[at] = activation == (int)ActivationKind.Identity
                    ? gradient
                    : gradient * ActivationKernels.Slope(input[at], activation);
            }
        }
    }

    // The first largest value of a window takes the whole gradient.
    private static void BackwardMaxKernel(
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> inputGradient,
        PoolingExtents shape,
        int activation)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Count)
        {
            return;
        }

        int row = shape.Across.Quotient(index);
        int plane = shape.Down.Quotient(row);
        int j = index - (row * shape.Across.Value);
        int i = row - (plane * shape.Down.Value);
        int corner = (((plane * shape.InHeight) + (i * shape.Size)) * shape.InWidth) + (j * shape.Size);
        int rows = Math.Min(shape.Size, shape.InHeight - (i * shape.Size));
        int columns = Math.Min(shape.Size, shape.InWidth - (j * shape.Size));
        float gradient = 0;
        if (i < shape.OutHeight && j < shape.OutWidth)
        {
            gradient = outputGradient[(((plane * shape.OutHeight) + i) * shape.OutWidth) + j];
        }

        int first = corner;
        float largest = input[corner];
        for (int p = 0; p < rows; p++)
        {
            for (int q = 0; q < columns; q++)
            {
                int at = corner + (p * shape.InWidth) + q;
                float value = input[at];
                first = value > largest ? at : first;
                largest = value > largest ? value : largest;
            }
        }

        for (int p = 0; p < rows; p++)
        {
            for (int q = 0; q < columns; q++)
            {
                int at = corner + (p * shape.InWidth) + q;
                float taken = at == first ? gradient : 0f;
                inputGradient[at] = taken * ActivationKernels.Slope(input[at], activation);
            }
        }
    }
}
