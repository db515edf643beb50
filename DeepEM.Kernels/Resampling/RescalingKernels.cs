using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Resampling;

/// <summary>Rescaling on an accelerator, one output pixel a thread; definition in <see cref="RescalingReference"/>.
/// </summary>
internal sealed class RescalingKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, RescalingShape>> _rescale;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public RescalingKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _rescale = new(() => accelerator
            .LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, RescalingShape>(
                RescaleKernel));
    }

    /// <summary>Queues rescaling; every element of the output is overwritten.</summary>
    public void Rescale(
        AcceleratorStream stream,
        ArrayView<float> image,
        ArrayView<float> output,
        ArrayView<float> rows,
        ArrayView<float> columns,
        RescalingShape shape) =>
        _rescale.Value(
            stream,
            Launch.For(_accelerator, (long)shape.OutHeight * shape.OutWidth),
            image,
            output,
            rows,
            columns,
            shape);

    private static void RescaleKernel(
        ArrayView<float> image,
        ArrayView<float> output,
        ArrayView<float> rows,
        ArrayView<float> columns,
        RescalingShape shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.OutHeight * shape.OutWidth)
        {
            return;
        }

        int row = index / shape.OutWidth * (shape.RowTaps + 1);
        int column = index % shape.OutWidth * (shape.ColumnTaps + 1);
        int source = ((int)rows[row] * shape.Width) + (int)columns[column];
        float total = 0;
        for (int t = 1; t <= shape.RowTaps; t++)
        {
            float sum = 0;
            for (int u = 1; u <= shape.ColumnTaps; u++)
            {
                sum += columns[column + u] * image[source + u - 1];
            }

            total += rows[row + t] * sum;
            source += shape.Width;
        }

        output[index] = total;
    }
}
