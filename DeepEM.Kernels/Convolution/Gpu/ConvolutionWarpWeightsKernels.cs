using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using Filters6 = DeepEM.Kernels.Convolution.Gpu.FilterPair<
    DeepEM.Kernels.Convolution.Gpu.Filters4, DeepEM.Kernels.Convolution.Gpu.Filters2>;
using Filters8 = DeepEM.Kernels.Convolution.Gpu.FilterPair<
    DeepEM.Kernels.Convolution.Gpu.Filters4, DeepEM.Kernels.Convolution.Gpu.Filters4>;
using PartialLauncher = System.Action<ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig,
    ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>,
    DeepEM.Kernels.Convolution.ConvolutionShape, DeepEM.Kernels.Convolution.Gpu.WarpWeightsTile, int>;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Gradients of weights and biases on a GPU; equations in <see cref="ConvolutionReference"/>.</summary>
/// <remarks>
/// <para>
/// One thread sums a tile of filters × taps over the columns of its slot (<see cref="WarpWeightsTile"/>), in registers:
/// going down a column, a step loads one pixel and one gradient of each filter, and multiplies all with all. The
/// threads of a warp read neighbouring columns; the warps of a group sum other tiles of the same columns, which they
/// find in the cache.
/// </para>
/// <para>
/// The slots' sums are added in passes of their own, in a fixed order and without atomics: the same bytes come out of
/// every run.
/// </para>
/// </remarks>
internal sealed class ConvolutionWarpWeightsKernels
{
    private const int WarpSize = 32;
    private const int Warps = 8;

    // ILGPU's CPU accelerator has groups of 16 at most.
    private const int CpuWarpSize = 4;
    private const int CpuWarps = 4;

    private readonly Accelerator _accelerator;
    private readonly Lazy<PartialLauncher> _partial8X7;
    private readonly Lazy<PartialLauncher> _partial8X5;
    private readonly Lazy<PartialLauncher> _partial8X3;
    private readonly Lazy<PartialLauncher> _partial6X7;
    private readonly Lazy<PartialLauncher> _partial6X5;
    private readonly Lazy<PartialLauncher> _partial4X3;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape, int>> _partialBias;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int, int>>
        _fold;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ConvolutionWarpWeightsKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _partial8X7 = Load(accelerator, Partial8X7Kernel);
        _partial8X5 = Load(accelerator, Partial8X5Kernel);
        _partial8X3 = Load(accelerator, Partial8X3Kernel);
        _partial6X7 = Load(accelerator, Partial6X7Kernel);
        _partial6X5 = Load(accelerator, Partial6X5Kernel);
        _partial4X3 = Load(accelerator, Partial4X3Kernel);
        _partialBias = new(() =>
            accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ConvolutionShape, int>(PartialBiasKernel));
        _fold = new(() =>
            accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int, int>(FoldKernel));
    }

    /// <summary>Queues the gradients in these tiles; every element is overwritten.</summary>
    public void BackwardWeights(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> weightsGradient,
        ArrayView<float> biasGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        WarpWeightsTile tile)
    {
        int weights = checked((int)shape.WeightsLength);
        int sums = checked(weights + shape.Filters);
        int parts = tile.Slots > 2 * WarpWeightsTile.Folded ? WarpWeightsTile.Folded : tile.Slots;
        long partialLength = checked((long)sums * tile.Slots);
        ArrayView<float> memory = scratch.Take(checked(partialLength + ((long)sums * parts)));
        ArrayView<float> partial = memory.SubView(0, partialLength);
        Partial(stream, input, outputGradient, partial, shape, tile);
        KernelConfig biasGrid = Launch.For(_accelerator, checked((long)shape.Filters * tile.Slots));
        ArrayView<float> partialBias = partial.SubView((long)weights * tile.Slots, (long)shape.Filters * tile.Slots);
        _partialBias.Value(stream, biasGrid, outputGradient, partialBias, shape, tile.Slots);

        ArrayView<float> folded = partial;
        if (parts < tile.Slots)
        {
            folded = memory.SubView(partialLength, (long)sums * parts);
            _fold.Value(
                stream, Launch.For(_accelerator, folded.Length), partial, folded, sums, tile.Slots, parts);
        }

        _fold.Value(stream, Launch.For(_accelerator, weights), folded, weightsGradient, weights, parts, 1);
        ArrayView<float> foldedBias = folded.SubView((long)weights * parts, (long)shape.Filters * parts);
        _fold.Value(
            stream, Launch.For(_accelerator, shape.Filters), foldedBias, biasGradient, shape.Filters, parts, 1);
    }

    private void Partial(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile)
    {
        Lazy<PartialLauncher> kernel = (tile.Filters, tile.Taps) switch
        {
            (8, 7) => _partial8X7,
            (8, 5) => _partial8X5,
            (8, 3) => _partial8X3,
            (6, 7) => _partial6X7,
            (6, 5) => _partial6X5,
            _ => _partial4X3,
        };
        bool isCpu = _accelerator.AcceleratorType == AcceleratorType.CPU;
        (int lanes, int warps) = isCpu ? (CpuWarpSize, CpuWarps) : (WarpSize, Warps);
        int tileBlocks = (tile.Tiles(shape) + warps - 1) / warps;
        int slotBlocks = (tile.Slots + lanes - 1) / lanes;
        KernelConfig grid = new(checked(tileBlocks * slotBlocks), lanes * warps);
        kernel.Value(stream, grid, input, outputGradient, partial, shape, tile, lanes);
    }

    private static Lazy<PartialLauncher> Load(
        Accelerator accelerator,
        Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, ConvolutionShape, WarpWeightsTile, int> kernel) =>
        new(() => accelerator.LoadKernel(kernel));

    private static void Partial8X7Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial7<Filters8>(input, gradient, partial, shape, tile, lanes);

    private static void Partial8X5Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial5<Filters8>(input, gradient, partial, shape, tile, lanes);

    private static void Partial8X3Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial<Filters8, Rows3<Filters8>>(input, gradient, partial, shape, tile, lanes);

    private static void Partial6X7Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial7<Filters6>(input, gradient, partial, shape, tile, lanes);

    private static void Partial6X5Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial5<Filters6>(input, gradient, partial, shape, tile, lanes);

    private static void Partial4X3Kernel(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes) =>
        Partial<Filters4, Rows3<Filters4>>(input, gradient, partial, shape, tile, lanes);

    private static void Partial5<TFilters>(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes)
        where TFilters : struct, IFilters<TFilters> =>
        Partial<TFilters, RowPair<TFilters, Rows3<TFilters>, Rows2<TFilters>>>(
            input, gradient, partial, shape, tile, lanes);

    private static void Partial7<TFilters>(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes)
        where TFilters : struct, IFilters<TFilters> =>
        Partial<TFilters, RowPair<TFilters, RowPair<TFilters, Rows2<TFilters>, Rows2<TFilters>>, Rows3<TFilters>>>(
            input, gradient, partial, shape, tile, lanes);

    // partial[((k·C + c)·P + p)·Q + q, slot]. The window of a tile has a row for each of its taps.
    private static void Partial<TFilters, TRows>(
        ArrayView<float> input,
        ArrayView<float> gradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        WarpWeightsTile tile,
        int lanes)
        where TFilters : struct, IFilters<TFilters>
        where TRows : struct, IRows<TRows, TFilters>
    {
        int tiles = tile.Groups * shape.InChannels * tile.Blocks * shape.FilterWidth;
        int warps = Group.DimX / lanes;
        int tileBlocks = (tiles + warps - 1) / warps;
        int index = (Grid.IdxX % tileBlocks * warps) + (Group.IdxX / lanes);
        int slot = (Grid.IdxX / tileBlocks * lanes) + (Group.IdxX % lanes);
        if (index >= tiles || slot >= tile.Slots)
        {
            return;
        }

        TFilters sums = default;
        TRows rows = default;
        int q = index % shape.FilterWidth;
        int p = Math.Min(
            index / shape.FilterWidth % tile.Blocks * rows.Count, shape.FilterHeight - rows.Count);
        int c = index / (shape.FilterWidth * tile.Blocks) % shape.InChannels;
        int k = index / (shape.FilterWidth * tile.Blocks * shape.InChannels) * sums.Count;
        int last = shape.Filters - 1 - k;
        int plane = shape.OutHeight * shape.OutWidth;
        int columns = shape.Batch * shape.OutWidth;
        for (int column = slot; column < columns; column += tile.Slots)
        {
            int n = column / shape.OutWidth;
            int j = column % shape.OutWidth;
            int pixel = (((((n * shape.InChannels) + c) * shape.InHeight) + p) * shape.InWidth) + j + q;
            int output = (((n * shape.Filters) + k) * plane) + j;
            ArrayView<float> gradients = gradient.SubView(output);
            rows = rows.Fill(input, pixel, shape.InWidth).Plus(sums.Gather(gradients, 0, plane, last));
            pixel += rows.Count * shape.InWidth;
            int i = 1;

            // Two steps at once, in which the window slides by names. A view of its own for each step leaves the
            // addresses of the filters out of the loop.
            for (; i + 1 < shape.OutHeight; i += 2)
            {
                output += shape.OutWidth;
                gradients = gradient.SubView(output);
                rows = rows.Slide(input[pixel]).Plus(sums.Gather(gradients, 0, plane, last));
                output += shape.OutWidth;
                gradients = gradient.SubView(output);
                rows = rows.Slide(input[pixel + shape.InWidth]).Plus(sums.Gather(gradients, 0, plane, last));
                pixel += 2 * shape.InWidth;
            }

            if (i < shape.OutHeight)
            {
                gradients = gradient.SubView(output + shape.OutWidth);
                rows = rows.Slide(input[pixel]).Plus(sums.Gather(gradients, 0, plane, last));
            }
        }

        int filterStride = shape.InChannels * shape.FilterHeight * shape.FilterWidth * tile.Slots;
        int tapStride = shape.FilterWidth * tile.Slots;
        int weight = (((((k * shape.InChannels) + c) * shape.FilterHeight) + p) * shape.FilterWidth) + q;
        int target = (weight * tile.Slots) + slot;
        for (int tap = 0; tap < rows.Count; tap++)
        {
            sums = rows.Sums;
            sums.Store(partial, target + (tap * tapStride), filterStride, last);
            rows = rows.Advance(sums);
        }
    }

    // partial[k, slot]: slot s sums the pixels s, s + slots, s + 2·slots, ... of every image.
    private static void PartialBiasKernel(
        ArrayView<float> gradient, ArrayView<float> partial, ConvolutionShape shape, int slots)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Filters * slots)
        {
            return;
        }

        int slot = index % slots;
        int k = index / slots;
        int plane = shape.OutHeight * shape.OutWidth;
        float total = 0;
        for (int n = 0; n < shape.Batch; n++)
        {
            int first = ((n * shape.Filters) + k) * plane;
            float sum = 0;
            for (int pixel = slot; pixel < plane; pixel += slots)
            {
                sum += gradient[first + pixel];
            }

            total += sum;
        }

        partial[index] = total;
    }

    // folded[v, part] = Σ partial[v, slot] over the slots part, part + parts, part + 2·parts, ...
    private static void FoldKernel(ArrayView<float> partial, ArrayView<float> folded, int count, int slots, int parts)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= count * parts)
        {
            return;
        }

        int first = index / parts * slots;
        float sum = 0;
        for (int slot = index % parts; slot < slots; slot += parts)
        {
            sum += partial[first + slot];
        }

        folded[index] = sum;
    }
}
