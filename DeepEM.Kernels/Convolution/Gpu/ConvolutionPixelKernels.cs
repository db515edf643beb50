using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using ForwardLauncher = System.Action<ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig,
    ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>,
    DeepEM.Kernels.Convolution.ConvolutionShape, DeepEM.Kernels.Convolution.Gpu.PixelTile, float>;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Convolution through OpenCL on a CPU; equations in <see cref="ConvolutionReference"/>.</summary>
/// <remarks>
/// <para>
/// One thread computes a <see cref="PixelTile"/> in registers, without shared memory and barriers: the compiler makes
/// vectors of its neighbouring pixels. Every sum has the order of <see cref="ConvolutionKernels"/>.
/// </para>
/// <para>
/// The gradient by the input is the convolution of the outputs' gradient, in a border of zeros, with the filters turned
/// by half a turn and their two kinds of channels exchanged.
/// </para>
/// </remarks>
internal sealed class ConvolutionPixelKernels : IConvolutionTiles
{
    // A thread has work for some microseconds: small groups share a small convolution among all cores.
    private const int GroupSize = 16;

    private readonly Accelerator _accelerator;
    private readonly Lazy<ForwardLauncher> _forward8;
    private readonly Lazy<ForwardLauncher> _forward16;
    private readonly Lazy<ForwardLauncher> _forward32;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int>> _sigmoid;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape>> _border;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ConvolutionShape>> _turn;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ConvolutionPixelKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _forward8 = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ConvolutionShape, PixelTile, float>(Forward8Kernel));
        _forward16 = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ConvolutionShape, PixelTile, float>(Forward16Kernel));
        _forward32 = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ConvolutionShape, PixelTile, float>(Forward32Kernel));
        _sigmoid = new(() => accelerator.LoadKernel<ArrayView<float>, int>(SigmoidKernel));
        _border = new(() =>
            accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ConvolutionShape>(BorderKernel));
        _turn = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ConvolutionShape>(TurnKernel));
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
        if (PixelTile.For(shape) is not PixelTile tile)
        {
            return false;
        }

        Forward(stream, input, weights, bias, output, shape, tile, activation);
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
        ConvolutionShape turned = shape.Turned;
        if (PixelTile.For(turned) is not PixelTile tile)
        {
            return false;
        }

        long filtersLength = checked(turned.WeightsLength + turned.Filters);
        ArrayView<float> memory = scratch.Take(checked(turned.Input.Length + filtersLength));
        ArrayView<float> bordered = memory.SubView(0, turned.Input.Length);
        ArrayView<float> filters = memory.SubView(turned.Input.Length, filtersLength);
        ArrayView<float> bias = filters.SubView(turned.WeightsLength, turned.Filters);
        _border.Value(stream, GridFor(turned.Input.Length / turned.InWidth), outputGradient, bordered, shape);
        _turn.Value(stream, Launch.For(_accelerator, filters.Length), weights, filters, shape);
        Forward(stream, bordered, filters, bias, inputGradient, turned, tile, ActivationKind.Identity);
        return true;
    }

    private void Forward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        PixelTile tile,
        ActivationKind activation)
    {
        Lazy<ForwardLauncher> forward = tile.Pixels switch
        {
            32 => _forward32,
            16 => _forward16,
            _ => _forward8,
        };
        long tiles = checked((long)shape.Batch * shape.OutHeight * tile.Columns * tile.Groups);
        float floor = activation == ActivationKind.Relu ? 0 : float.NegativeInfinity;
        forward.Value(stream, GridFor(tiles), input, weights, bias, output, shape, tile, floor);
        if (activation == ActivationKind.Sigmoid)
        {
            int count = checked((int)shape.Output.Length);
            _sigmoid.Value(stream, Launch.For(_accelerator, count), output, count);
        }
    }

    private static KernelConfig GridFor(long threads) =>
        new((int)((threads + GroupSize - 1) / GroupSize), GroupSize);

    private static void Forward8Kernel(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        PixelTile tile,
        float floor) =>
        Forward<Pixels8>(input, weights, bias, output, shape, tile, floor);

    private static void Forward16Kernel(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        PixelTile tile,
        float floor) =>
        Forward<PixelPair<Pixels8>>(input, weights, bias, output, shape, tile, floor);

    private static void Forward32Kernel(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        PixelTile tile,
        float floor) =>
        Forward<PixelPair<PixelPair<Pixels8>>>(input, weights, bias, output, shape, tile, floor);

    private static void Forward<TPixels>(
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        ConvolutionShape shape,
        PixelTile tile,
        float floor)
        where TPixels : struct, IPixels<TPixels>
    {
        int index = Grid.GlobalIndex.X;
        if (index >= shape.Batch * shape.OutHeight * tile.Columns * tile.Groups)
        {
            return;
        }

        TPixels pixels = default;
        int j = Math.Min(index % tile.Columns * pixels.Count, shape.OutWidth - pixels.Count);
        int k = Math.Min(index / tile.Columns % tile.Groups * PixelTile.Filters, shape.Filters - PixelTile.Filters);
        int i = index / (tile.Columns * tile.Groups) % shape.OutHeight;
        int n = index / (tile.Columns * tile.Groups * shape.OutHeight);

        TPixels sum0 = pixels.All(bias[k]);
        TPixels sum1 = pixels.All(bias[k + 1]);
        TPixels sum2 = pixels.All(bias[k + 2]);
        TPixels sum3 = pixels.All(bias[k + 3]);
        int taps = shape.InChannels * shape.FilterHeight * shape.FilterWidth;
        int tap = k * taps;
        for (int c = 0; c < shape.InChannels; c++)
        {
            for (int p = 0; p < shape.FilterHeight; p++)
            {
                int inputRow = (((((n * shape.InChannels) + c) * shape.InHeight) + i + p) * shape.InWidth) + j;
                for (int q = 0; q < shape.FilterWidth; q++)
                {
                    pixels = pixels.Load(input, inputRow + q);
                    sum0 = sum0.Plus(pixels, weights[tap]);
                    sum1 = sum1.Plus(pixels, weights[tap + taps]);
                    sum2 = sum2.Plus(pixels, weights[tap + (2 * taps)]);
                    sum3 = sum3.Plus(pixels, weights[tap + (3 * taps)]);
                    tap++;
                }
            }
        }

        int plane = shape.OutHeight * shape.OutWidth;
        int first = (((((n * shape.Filters) + k) * shape.OutHeight) + i) * shape.OutWidth) + j;
        sum0.Store(output, first, floor);
        sum1.Store(output, first + plane, floor);
        sum2.Store(output, first + (2 * plane), floor);
        sum3.Store(output, first + (3 * plane), floor);
    }

    private static void SigmoidKernel(ArrayView<float> values, int count)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            values[index] = ActivationKernels.Apply(values[index], (int)ActivationKind.Sigmoid);
        }
    }

    // The outputs' gradient with filter extent − 1 zeros on every side, a row a thread.
    private static void BorderKernel(ArrayView<float> gradient, ArrayView<float> bordered, ConvolutionShape shape)
    {
        int row = Grid.GlobalIndex.X;
        int height = shape.InHeight + shape.FilterHeight - 1;
        if (row >= shape.Batch * shape.Filters * height)
        {
            return;
        }

        int width = shape.InWidth + shape.FilterWidth - 1;
        int i = (row % height) - shape.FilterHeight + 1;
        int source = ((row / height * shape.OutHeight) + i) * shape.OutWidth;
        int border = i >= 0 && i < shape.OutHeight ? shape.FilterWidth - 1 : width;
        int target = row * width;
        for (int j = 0; j < border; j++)
        {
            bordered[target + j] = 0;
        }

        for (int j = border; j < width - border; j++)
        {
            bordered[target + j] = gradient[source + j - border];
        }

        for (int j = Math.Max(border, width - border); j < width; j++)
        {
            bordered[target + j] = 0;
        }
    }

    // turned[c,k,p,q] = weights[k,c,P−1−p,Q−1−q], then a bias of zeros for each c.
    private static void TurnKernel(ArrayView<float> weights, ArrayView<float> turned, ConvolutionShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int taps = shape.FilterHeight * shape.FilterWidth;
        int count = shape.Filters * shape.InChannels * taps;
        if (index >= count + shape.InChannels)
        {
            return;
        }

        float value = 0;
        if (index < count)
        {
            int k = index / taps % shape.Filters;
            int c = index / (taps * shape.Filters);
            value = weights[(((k * shape.InChannels) + c) * taps) + taps - 1 - (index % taps)];
        }

        turned[index] = value;
    }
}
