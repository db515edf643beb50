using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Un-padded convolution on an accelerator; equations in <see cref="ConvolutionReference"/>.</summary>
/// <remarks>
/// <para>
/// One thread gathers one output element. Threads of a warp walk along a row, so their reads of the images coalesce
/// and their reads of the weights are all of one address.
/// </para>
/// <para>
/// The gradient of the weights is summed in two passes without atomics: parts of the rows first
/// (<see cref="GradientPartition"/>), then the parts in their order. The same bytes come out of every run.
/// </para>
/// <para>
/// These are what the tiles of other variants (<see cref="ConvolutionVariant"/>) are held against, and what remains for
/// shapes that are smaller than a tile.
/// </para>
/// <para>Launches are queued; the backend has checked every extent.</para>
/// </remarks>
internal sealed class ConvolutionKernels
{
    private readonly Accelerator _accelerator;
    private readonly IConvolutionTiles? _tiles;
    private readonly ConvolutionWarpWeightsKernels? _weightsTiles;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ConvolutionShape, int>> _forward;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ConvolutionShape>> _backwardInput;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ConvolutionShape, GradientPartition>> _partialWeights;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape, GradientPartition>> _partialBias;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int>>
        _sumParts;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="variant">Which kernels convolve where the shape is not too small for them.</param>
    public ConvolutionKernels(Accelerator accelerator, ConvolutionVariant variant)
    {
        _accelerator = accelerator;
        _tiles = variant.Tiles(accelerator);
        _weightsTiles = _tiles is null ? null : new ConvolutionWarpWeightsKernels(accelerator);
        _forward = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ConvolutionShape, int>(ForwardKernel));
        _backwardInput = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ConvolutionShape>(BackwardInputKernel));
        _partialWeights = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ConvolutionShape, GradientPartition>(PartialWeightsKernel));
        _partialBias = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>,
            ConvolutionShape, GradientPartition>(PartialBiasKernel));
        _sumParts = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int>(SumPartsKernel));
    }

    /// <summary>Queues the forward pass, activation included; every element of the output is overwritten.</summary>
    public void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        ActivationKind activation)
    {
        if (_tiles?.TryForward(stream, input, weights, bias, output, scratch, shape, activation) == true)
        {
            return;
        }

        KernelConfig grid = Launch.For(_accelerator, shape.Output.Length);
        _forward.Value(stream, grid, input, weights, bias, output, shape, (int)activation);
    }

    /// <summary>Queues the gradient by the input; every element is overwritten.</summary>
    public void BackwardInput(
        AcceleratorStream stream,
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape)
    {
        if (_tiles?.TryBackwardInput(stream, outputGradient, weights, inputGradient, scratch, shape) == true)
        {
            return;
        }

        KernelConfig grid = Launch.For(_accelerator, shape.Input.Length);
        _backwardInput.Value(stream, grid, outputGradient, weights, inputGradient, shape);
    }

    /// <summary>Queues the gradients by the weights and the bias; every element is overwritten.</summary>
    public void BackwardWeights(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> weightsGradient,
        ArrayView<float> biasGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape)
    {
        if (_weightsTiles is not null && WarpWeightsTile.For(shape) is WarpWeightsTile tile)
        {
            _weightsTiles.BackwardWeights(
                stream, input, outputGradient, weightsGradient, biasGradient, scratch, shape, tile);
            return;
        }

        GradientPartition partition = GradientPartition.For(shape);
        int weights = checked((int)shape.WeightsLength);
        long partialWeightsLength = checked((long)partition.Parts * weights);
        long partialBiasLength = checked((long)partition.Parts * shape.Filters);
        ArrayView<float> memory = scratch.Take(checked(partialWeightsLength + partialBiasLength));
        ArrayView<float> partialWeights = memory.SubView(0, partialWeightsLength);
        ArrayView<float> partialBias = memory.SubView(partialWeightsLength, partialBiasLength);

        KernelConfig weightsGrid = Launch.For(_accelerator, partialWeightsLength);
        _partialWeights.Value(stream, weightsGrid, input, outputGradient, partialWeights, shape, partition);
        KernelConfig biasGrid = Launch.For(_accelerator, partialBiasLength);
        _partialBias.Value(stream, biasGrid, outputGradient, partialBias, shape, partition);

        KernelConfig weightsSums = Launch.For(_accelerator, weights);
        _sumParts.Value(stream, weightsSums, partialWeights, weightsGradient, weights, partition.Parts);
        KernelConfig biasSums = Launch.For(_accelerator, shape.Filters);
        _sumParts.Value(stream, biasSums, partialBias, biasGradient, shape.Filters, partition.Parts);
    }

    private static void ForwardKernel(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        int activation)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Batch * shape.Filters * shape.OutHeight * shape.OutWidth)
        {
            return;
        }

        int j = index % shape.OutWidth;
        int i = index / shape.OutWidth % shape.OutHeight;
        int k = index / (shape.OutWidth * shape.OutHeight) % shape.Filters;
        int n = index / (shape.OutWidth * shape.OutHeight * shape.Filters);

        float sum = bias[k];
        for (int c = 0; c < shape.InChannels; c++)
        {
            for (int p = 0; p < shape.FilterHeight; p++)
            {
                int inputRow = ((((n * shape.InChannels) + c) * shape.InHeight) + i + p) * shape.InWidth;
                int filterRow = ((((k * shape.InChannels) + c) * shape.FilterHeight) + p) * shape.FilterWidth;
                for (int q = 0; q < shape.FilterWidth; q++)
                {
                    sum += input[inputRow + j + q] * weights[filterRow + q];
                }
            }
        }

        output[index] = ActivationKernels.Apply(sum, activation);
    }

    // Gathers from the outputs that an input pixel fed. The bounds keep (y−p, x−q) inside the output.
    private static void BackwardInputKernel(
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        ConvolutionShape shape)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Batch * shape.InChannels * shape.InHeight * shape.InWidth)
        {
            return;
        }

        int x = index % shape.InWidth;
        int y = index / shape.InWidth % shape.InHeight;
        int c = index / (shape.InWidth * shape.InHeight) % shape.InChannels;
        int n = index / (shape.InWidth * shape.InHeight * shape.InChannels);

        int firstP = Math.Max(0, y - shape.OutHeight + 1);
        int lastP = Math.Min(shape.FilterHeight - 1, y);
        int firstQ = Math.Max(0, x - shape.OutWidth + 1);
        int lastQ = Math.Min(shape.FilterWidth - 1, x);

        float sum = 0;
        for (int k = 0; k < shape.Filters; k++)
        {
            for (int p = firstP; p <= lastP; p++)
            {
                int outputRow = ((((n * shape.Filters) + k) * shape.OutHeight) + y - p) * shape.OutWidth;
                int filterRow = ((((k * shape.InChannels) + c) * shape.FilterHeight) + p) * shape.FilterWidth;
                for (int q = firstQ; q <= lastQ; q++)
                {
                    sum += outputGradient[outputRow + x - q] * weights[filterRow + q];
                }
            }
        }

        inputGradient[index] = sum;
    }

    // One thread sums one weight over one part of the rows. Each row has its own sum before it joins the total:
    // a million terms added one by one to a float would lose the last of them.
    private static void PartialWeightsKernel(
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        GradientPartition partition)
    {
        int index = Grid.GlobalIndex.X;
        int weights = shape.Filters * shape.InChannels * shape.FilterHeight * shape.FilterWidth;
        if (index >= partition.Parts * weights)
        {
            return;
        }

        int q = index % shape.FilterWidth;
        int p = index / shape.FilterWidth % shape.FilterHeight;
        int c = index / (shape.FilterWidth * shape.FilterHeight) % shape.InChannels;
        int k = index / (shape.FilterWidth * shape.FilterHeight * shape.InChannels) % shape.Filters;
        int first = index / weights * partition.RowsPerPart;
        int end = Math.Min(first + partition.RowsPerPart, partition.Rows);

        float total = 0;
        for (int row = first; row < end; row++)
        {
            int n = row / shape.OutHeight;
            int i = row % shape.OutHeight;
            int inputRow = (((((n * shape.InChannels) + c) * shape.InHeight) + i + p) * shape.InWidth) + q;
            int outputRow = ((((n * shape.Filters) + k) * shape.OutHeight) + i) * shape.OutWidth;
            float sum = 0;
            for (int j = 0; j < shape.OutWidth; j++)
            {
                sum += input[inputRow + j] * outputGradient[outputRow + j];
            }

            total += sum;
        }

        partial[index] = total;
    }

    private static void PartialBiasKernel(
        ArrayView<float> outputGradient,
        ArrayView<float> partial,
        ConvolutionShape shape,
        GradientPartition partition)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= partition.Parts * shape.Filters)
        {
            return;
        }

        int k = index % shape.Filters;
        int first = index / shape.Filters * partition.RowsPerPart;
        int end = Math.Min(first + partition.RowsPerPart, partition.Rows);

        float total = 0;
        for (int row = first; row < end; row++)
        {
            int n = row / shape.OutHeight;
            int i = row % shape.OutHeight;
            int outputRow = ((((n * shape.Filters) + k) * shape.OutHeight) + i) * shape.OutWidth;
            float sum = 0;
            for (int j = 0; j < shape.OutWidth; j++)
            {
                sum += outputGradient[outputRow + j];
            }

            total += sum;
        }

        partial[index] = total;
    }

    private static void SumPartsKernel(ArrayView<float> partial, ArrayView<float> output, int count, int parts)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= count)
        {
            return;
        }

        float sum = 0;
        for (int part = 0; part < parts; part++)
        {
            sum += partial[(part * count) + index];
        }

        output[index] = sum;
    }
}
