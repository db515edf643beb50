using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Brings filters and gradients into the form that <see cref="ConvolutionWarpKernels"/> read.</summary>
internal sealed class ConvolutionWarpInputKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ConvolutionShape, WarpTile, int>> _pack;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape>> _border;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ConvolutionWarpInputKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _pack = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ConvolutionShape, WarpTile, int>(PackKernel));
        _border = new(() =>
            accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ConvolutionShape>(BorderKernel));
    }

    /// <summary>Queues the packing of filters and bias; all of <paramref name="packed"/> is overwritten.</summary>
    public void Pack(
        AcceleratorStream stream,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> packed,
        ConvolutionShape shape,
        WarpTile tile) =>
        _pack.Value(stream, Launch.For(_accelerator, packed.Length), weights, bias, packed, shape, tile, 0);

    /// <summary>Queues the packing of the turned filters of a convolution, without bias.</summary>
    /// <param name="stream">The stream that orders this launch.</param>
    /// <param name="weights">The filters of the forward pass.</param>
    /// <param name="packed">All of it is overwritten.</param>
    /// <param name="shape">The extents of the forward pass.</param>
    /// <param name="tile">Tiles of the gradient by the input.</param>
    public void PackTurned(
        AcceleratorStream stream,
        ArrayView<float> weights,
        ArrayView<float> packed,
        ConvolutionShape shape,
        WarpTile tile) =>
        _pack.Value(
            stream, Launch.For(_accelerator, packed.Length), weights, weights, packed, shape.Turned, tile, 1);

    /// <summary>Queues the copy of the outputs' gradient into a border of zeros.</summary>
    public void Border(
        AcceleratorStream stream, ArrayView<float> outputGradient, ArrayView<float> bordered, ConvolutionShape shape) =>
        _border.Value(stream, Launch.For(_accelerator, bordered.Length), outputGradient, bordered, shape);

    // packed[group, 0, f] = bias[k], packed[group, 1 + (c·Q + q)·P + p, f] = weights[k,c,p,q] for k = group·F + f, at
    // most the last filter. Turned, from the weights of the convolution whose gradient this is:
    // weights[c,k,P−1−p,Q−1−q], and no bias.
    private static void PackKernel(
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> packed,
        ConvolutionShape shape,
        WarpTile tile,
        int turned)
    {
        int index = Grid.GlobalIndex.X;
        int width = 4 * ((tile.Filters + 3) / 4);
        int taps = shape.FilterHeight * shape.FilterWidth;
        int entries = 1 + (shape.InChannels * taps);
        if (index >= tile.Groups * entries * width)
        {
            return;
        }

        int k = Math.Min((index / (width * entries) * tile.Filters) + (index % width), shape.Filters - 1);
        int entry = index / width % entries;
        float value = 0;
        if (entry > 0)
        {
            int p = (entry - 1) % shape.FilterHeight;
            int q = (entry - 1) / shape.FilterHeight % shape.FilterWidth;
            int c = (entry - 1) / taps;
            int tap = (p * shape.FilterWidth) + q;
            value = turned == 0
                ? weights[(((k * shape.InChannels) + c) * taps) + tap]
                : weights[(((c * shape.Filters) + k) * taps) + taps - 1 - tap];
        }
        else if (turned == 0)
        {
            value = bias[k];
        }

        packed[index] = value;
    }

    // The outputs' gradient with filter extent − 1 zeros on every side.
    private static void BorderKernel(ArrayView<float> gradient, ArrayView<float> bordered, ConvolutionShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int width = shape.InWidth + shape.FilterWidth - 1;
        int height = shape.InHeight + shape.FilterHeight - 1;
        if (index >= shape.Batch * shape.Filters * height * width)
        {
            return;
        }

        int j = (index % width) - shape.FilterWidth + 1;
        int i = (index / width % height) - shape.FilterHeight + 1;
        float value = 0;
        if (j >= 0 && j < shape.OutWidth && i >= 0 && i < shape.OutHeight)
        {
            value = gradient[(((index / (width * height) * shape.OutHeight) + i) * shape.OutWidth) + j];
        }

        bordered[index] = value;
    }
}
