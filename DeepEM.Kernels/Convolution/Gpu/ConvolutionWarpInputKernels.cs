using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Brings gradients into the form that <see cref="ConvolutionWarpKernels"/> read.</summary>
internal sealed class ConvolutionWarpInputKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape, Divisor, Divisor>> _border;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ConvolutionWarpInputKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _border = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ConvolutionShape, Divisor,
            Divisor>(BorderKernel));
    }

    /// <summary>Queues the copy of the outputs' gradient into a border of zeros.</summary>
    public void Border(
        AcceleratorStream stream, ArrayView<float> outputGradient, ArrayView<float> bordered, ConvolutionShape shape) =>
        _border.Value(
            stream,
            Launch.For(_accelerator, bordered.Length),
            outputGradient,
            bordered,
            shape,
            Divisor.Of(shape.Turned.InWidth),
            Divisor.Of(shape.Turned.InHeight));

    // The outputs' gradient with filter extent − 1 zeros on every side.
    private static void BorderKernel(
        ArrayView<float> gradient, ArrayView<float> bordered, ConvolutionShape shape, Divisor width, Divisor height)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Batch * shape.Filters * height.Value * width.Value)
        {
            return;
        }

        int row = width.Quotient(index);
        int image = height.Quotient(row);
        int j = index - (row * width.Value) - shape.FilterWidth + 1;
        int i = row - (image * height.Value) - shape.FilterHeight + 1;
        float value = 0;
        if (j >= 0 && j < shape.OutWidth && i >= 0 && i < shape.OutHeight)
        {
            value = gradient[(((image * shape.OutHeight) + i) * shape.OutWidth) + j];
        }

        bordered[index] = value;
    }
}
