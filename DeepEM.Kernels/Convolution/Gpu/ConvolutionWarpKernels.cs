using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using Filters6 = DeepEM.Kernels.Convolution.Gpu.FilterPair<
    DeepEM.Kernels.Convolution.Gpu.Filters4, DeepEM.Kernels.Convolution.Gpu.Filters2>;
using Filters8 = DeepEM.Kernels.Convolution.Gpu.FilterPair<
    DeepEM.Kernels.Convolution.Gpu.Filters4, DeepEM.Kernels.Convolution.Gpu.Filters4>;
using ForwardLauncher = System.Action<ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig,
    ILGPU.ArrayView<float>, ILGPU.ArrayView<DeepEM.Kernels.Convolution.Gpu.Filters4>, ILGPU.ArrayView<float>,
    DeepEM.Kernels.Convolution.ConvolutionShape, DeepEM.Kernels.Convolution.Gpu.WarpTile, int>;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Images and gradients of images on a GPU; equations in <see cref="ConvolutionReference"/>.</summary>
/// <remarks>
/// <para>
/// One thread computes a <see cref="WarpTile"/> in registers, without shared memory and barriers. The threads of a warp
/// read neighbouring pixels, and the same filters, which are packed so that a tile's lie side by side: 16 bytes a load,
/// one address for the whole warp. A step of 8 filters × 8 rows is 64 multiply-adds for three loads, because the rows
/// share their pixels as a window slides down the column (<see cref="IRows{TSelf,TFilters}"/>).
/// </para>
/// <para>
/// The gradient by the input is the convolution of the outputs' gradient, in a border of zeros, with the filters turned
/// by half a turn and their two kinds of channels exchanged. Steps that meet only rows of the border are left out.
/// </para>
/// </remarks>
internal sealed class ConvolutionWarpKernels : IConvolutionTiles
{
    private readonly Accelerator _accelerator;
    private readonly ConvolutionWarpInputKernels _inputs;
    private readonly Lazy<ForwardLauncher> _forward8X8;
    private readonly Lazy<ForwardLauncher> _forward8X5;
    private readonly Lazy<ForwardLauncher> _forward6X8;
    private readonly Lazy<ForwardLauncher> _forward6X5;
    private readonly Lazy<ForwardLauncher> _forward4X8;
    private readonly Lazy<ForwardLauncher> _forward4X5;
    private readonly Lazy<ForwardLauncher> _forward4X3;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ConvolutionWarpKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _inputs = new ConvolutionWarpInputKernels(accelerator);
        _forward8X8 = Load(accelerator, Forward8X8Kernel);
        _forward8X5 = Load(accelerator, Forward8X5Kernel);
        _forward6X8 = Load(accelerator, Forward6X8Kernel);
        _forward6X5 = Load(accelerator, Forward6X5Kernel);
        _forward4X8 = Load(accelerator, Forward4X8Kernel);
        _forward4X5 = Load(accelerator, Forward4X5Kernel);
        _forward4X3 = Load(accelerator, Forward4X3Kernel);
    }

    /// <inheritdoc/>
    public bool TryForward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        ActivationKind activation)
    {
        if (WarpTile.For(shape, border: 0) is not WarpTile tile)
        {
            return false;
        }

        Forward(stream, input, weights, bias, output, scratch, shape, activation, tile);
        return true;
    }

    /// <inheritdoc/>
    public bool TryBackwardInput(
        AcceleratorStream stream,
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape)
    {
        if (WarpTile.For(shape.Turned, shape.FilterHeight - 1) is not WarpTile tile)
        {
            return false;
        }

        BackwardInput(stream, outputGradient, weights, inputGradient, scratch, shape, tile);
        return true;
    }

    /// <summary>Queues the forward pass in these tiles; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        ActivationKind activation,
        WarpTile tile)
    {
        long length = 4 * tile.PackedQuads(shape);
        ArrayView<float> packed = scratch.Take(length).SubView(0, length);
        _inputs.Pack(stream, weights, bias, packed, shape, tile);
        Tiles(stream, input, packed, output, shape, tile, activation);
    }

    /// <summary>Queues the gradient by the input in these tiles of it; every element is overwritten.</summary>
    public void BackwardInput(
        AcceleratorStream stream,
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        WarpTile tile)
    {
        // The packed filters are first, where their loads of 16 bytes are aligned.
        ConvolutionShape turned = shape.Turned;
        long length = 4 * tile.PackedQuads(turned);
        ArrayView<float> memory = scratch.Take(checked(length + turned.Input.Length));
        ArrayView<float> packed = memory.SubView(0, length);
        ArrayView<float> bordered = memory.SubView(length, turned.Input.Length);
        _inputs.PackTurned(stream, weights, packed, shape, tile);
        _inputs.Border(stream, outputGradient, bordered, shape);
        Tiles(stream, bordered, packed, inputGradient, turned, tile, ActivationKind.Identity);
    }

    private void Tiles(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        ActivationKind activation)
    {
        Lazy<ForwardLauncher> forward = (tile.Filters, tile.Rows) switch
        {
            (8, 8) => _forward8X8,
            (8, 5) => _forward8X5,
            (6, 8) => _forward6X8,
            (6, 5) => _forward6X5,
            (4, 8) => _forward4X8,
            (4, 5) => _forward4X5,
            _ => _forward4X3,
        };
        KernelConfig columns = Launch.For(_accelerator, (long)shape.Batch * tile.RowTiles * shape.OutWidth);
        KernelConfig grid = new(checked(columns.GridDim.X * tile.Groups), columns.GroupDim.X);
        forward.Value(stream, grid, input, packed.Cast<Filters4>(), output, shape, tile, (int)activation);
    }

    private static Lazy<ForwardLauncher> Load(
        Accelerator accelerator,
        Action<ArrayView<float>, ArrayView<Filters4>, ArrayView<float>, ConvolutionShape, WarpTile, int> kernel) =>
        new(() => accelerator.LoadKernel(kernel));

    private static void Forward8X8Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward8<Filters8>(input, packed, output, shape, tile, activation);

    private static void Forward8X5Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward5<Filters8>(input, packed, output, shape, tile, activation);

    private static void Forward6X8Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward8<Filters6>(input, packed, output, shape, tile, activation);

    private static void Forward6X5Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward5<Filters6>(input, packed, output, shape, tile, activation);

    private static void Forward4X8Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward8<Filters4>(input, packed, output, shape, tile, activation);

    private static void Forward4X5Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward5<Filters4>(input, packed, output, shape, tile, activation);

    private static void Forward4X3Kernel(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation) =>
        Forward<Filters4, Rows3<Filters4>>(input, packed, output, shape, tile, activation);

    private static void Forward5<TFilters>(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation)
        where TFilters : struct, IFilters<TFilters> =>
        Forward<TFilters, RowPair<TFilters, Rows3<TFilters>, Rows2<TFilters>>>(
            input, packed, output, shape, tile, activation);

    private static void Forward8<TFilters>(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation)
        where TFilters : struct, IFilters<TFilters> =>
        Forward<TFilters, RowPair<TFilters, RowPair<TFilters, Rows3<TFilters>, Rows3<TFilters>>, Rows2<TFilters>>>(
            input, packed, output, shape, tile, activation);

    // The groups of filters of one place are neighbouring blocks, which share their pixels in the cache.
    private static void Forward<TFilters, TRows>(
        ArrayView<float> input,
        ArrayView<Filters4> packed,
        ArrayView<float> output,
        ConvolutionShape shape,
        WarpTile tile,
        int activation)
        where TFilters : struct, IFilters<TFilters>
        where TRows : struct, IRows<TRows, TFilters>
    {
        int group = Grid.IdxX % tile.Groups;
        int index = (Grid.IdxX / tile.Groups * Group.DimX) + Group.IdxX;
        if (index >= shape.Batch * tile.RowTiles * shape.OutWidth)
        {
            return;
        }

        TFilters factors = default;
        TRows rows = default;
        int j = index % shape.OutWidth;
        int i = Math.Min(index / shape.OutWidth % tile.RowTiles * rows.Count, shape.OutHeight - rows.Count);
        int n = index / (shape.OutWidth * tile.RowTiles);

        // The filter rows for which some row of the tile meets more than the border.
        int first = Math.Max(0, tile.Border - i - rows.Count + 1);
        int end = Math.Min(shape.FilterHeight, shape.InHeight - tile.Border - i);
        int quads = factors.Quads;
        int at = group * quads * (1 + (shape.InChannels * shape.FilterWidth * shape.FilterHeight));
        rows = rows.All(factors.Load(packed, at));
        at += quads;
        for (int c = 0; c < shape.InChannels; c++)
        {
            int corner = (((((n * shape.InChannels) + c) * shape.InHeight) + i + first) * shape.InWidth) + j;
            for (int q = 0; q < shape.FilterWidth; q++)
            {
                int pixel = corner + q;
                rows = rows.Fill(input, pixel, shape.InWidth).Plus(factors.Load(packed, at + (first * quads)));
                pixel += rows.Count * shape.InWidth;
                int p = first + 1;

                // Four steps at once, in which the window slides by names and costs nothing.
                for (; p + 3 < end; p += 4)
                {
                    ArrayView<Filters4> taps = packed.SubView(at + (p * quads), 4 * quads);
                    rows = rows.Slide(input[pixel]).Plus(factors.Load(taps, 0));
                    rows = rows.Slide(input[pixel + shape.InWidth]).Plus(factors.Load(taps, quads));
                    rows = rows.Slide(input[pixel + (2 * shape.InWidth)]).Plus(factors.Load(taps, 2 * quads));
                    rows = rows.Slide(input[pixel + (3 * shape.InWidth)]).Plus(factors.Load(taps, 3 * quads));
                    pixel += 4 * shape.InWidth;
                }

                for (; p < end; p++)
                {
                    rows = rows.Slide(input[pixel]).Plus(factors.Load(packed, at + (p * quads)));
                    pixel += shape.InWidth;
                }

                at += shape.FilterHeight * quads;
            }
        }

        int plane = shape.OutHeight * shape.OutWidth;
        int k = group * factors.Count;
        int target = (((((n * shape.Filters) + k) * shape.OutHeight) + i) * shape.OutWidth) + j;
        for (int r = 0; r < rows.Count; r++)
        {
            TFilters sums = rows.Sums;
            if (activation == (int)ActivationKind.Sigmoid)
            {
                sums = sums.Sigmoid();
            }
            else if (activation == (int)ActivationKind.Relu)
            {
                sums = sums.AtLeast(0);
            }

            sums.Store(output, target + (r * shape.OutWidth), plane, shape.Filters - 1 - k);
            rows = rows.Advance(sums);
        }
    }
}
