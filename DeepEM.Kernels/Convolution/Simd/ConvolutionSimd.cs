using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The convolution's forward pass and the gradient of its input, on vectors.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ConvolutionSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Margin = FilterTiles.MostVectors - 1;

    /// <inheritdoc cref="ConvolutionReference.Forward"/>
    public static void Forward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        ConvolutionShape shape,
        ActivationKind activation,
        SimdScratch scratch)
    {
        if (input.Layout == ImageLayout.Patches && FourierFilters.AreFaster(shape))
        {
            FourierConvolutionSimd<TSimd, TVector>.Forward(input, weights, bias, output, shape, activation, scratch);
            return;
        }

        ConvolutionSweep<TSimd, TVector> sweep = ForwardSweep(
            input, weights, bias, shape, output.RowVectors(shape.OutWidth, TSimd.Count), activation, scratch);
        sweep.OutputPlane = output.PlaneStride;
        sweep.OutputRow = output.RowStride;
        for (int block = 0; block < input.Blocks(shape.Batch); block++)
        {
            float* from = input.Data + (block * input.BlockStride);
            float* to = output.Data + (block * output.BlockStride);
            for (int i = 0; i < shape.OutHeight; i++)
            {
                sweep.Row(from, to, i);
                for (int k = 0; activation == ActivationKind.Sigmoid && k < shape.Filters; k++)
                {
                    ActivationSimd<TSimd, TVector>.Sigmoid(
                        to + (k * output.PlaneStride) + (i * output.RowStride), sweep.OutVectors);
                }
            }
        }
    }

    /// <summary>Makes a forward pass ready; where its results go is left to the caller.</summary>
    /// <param name="input">The images.</param>
    /// <param name="weights">The filters, packed into working memory that is valid until the next convolution.</param>
    /// <param name="bias">One value per filter.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="vectors">Vectors in an output row.</param>
    /// <param name="activation">A rectifier is part of the sweep; other activations are not.</param>
    /// <param name="scratch">Working memory.</param>
    /// <returns>A sweep without the output's strides.</returns>
    public static ConvolutionSweep<TSimd, TVector> ForwardSweep(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        ConvolutionShape shape,
        int vectors,
        ActivationKind activation,
        SimdScratch scratch)
    {
        nint taps = (nint)shape.FilterHeight * shape.FilterWidth;
        ConvolutionSweep<TSimd, TVector> sweep = new()
        {
            Tiles = new FilterTiles(shape.Filters, TSimd.Registers),
            Weights = scratch.Floats(ScratchUse.Weights, shape.WeightsLength),
            Bias = bias.Data,
            FilterHeight = shape.FilterHeight,
            FilterWidth = shape.FilterWidth,
            Channels = shape.InChannels,
            InHeight = shape.InHeight,
            InWidth = shape.InWidth,
            OutHeight = shape.OutHeight,
            OutVectors = vectors,
            InputPlane = input.PlaneStride,
            InputRow = input.RowStride,
            InputColumn = input.Interleaved,
            Floor = activation == ActivationKind.Relu ? 0 : float.NegativeInfinity,
        };
        sweep.Tiles.Pack(
            weights.Data, sweep.Weights, shape.InChannels, taps, shape.InChannels * taps, taps, flipped: false);
        return sweep;
    }

    /// <inheritdoc cref="ConvolutionReference.BackwardInput"/>
    /// <remarks>
    /// A convolution of the gradient, with P − 1 rows and Q − 1 columns of zeros around it, with the filters turned by
    /// 180° and their channels and filters exchanged.
    /// </remarks>
    public static void BackwardInput(
        SimdTensor outputGradient,
        SimdTensor weights,
        SimdTensor inputGradient,
        ConvolutionShape shape,
        SimdScratch scratch)
    {
        nint taps = (nint)shape.FilterHeight * shape.FilterWidth;
        nint paddedRow = (shape.OutWidth + (2 * Margin)) * TSimd.Count;
        ConvolutionSweep<TSimd, TVector> sweep = new()
        {
            Tiles = new FilterTiles(shape.InChannels, TSimd.Registers),
            Weights = scratch.Floats(ScratchUse.Weights, shape.WeightsLength),
            Bias = scratch.Floats(ScratchUse.Bias, shape.InChannels),
            FilterHeight = shape.FilterHeight,
            FilterWidth = shape.FilterWidth,
            Channels = shape.Filters,
            InHeight = shape.OutHeight,
            InWidth = shape.OutWidth,
            OutHeight = shape.InHeight,
            OutVectors = shape.InWidth,
            PadRows = shape.FilterHeight - 1,
            PadColumns = shape.FilterWidth - 1,
            InputPlane = paddedRow * shape.OutHeight,
            InputRow = paddedRow,
            InputColumn = TSimd.Count,
            OutputPlane = inputGradient.PlaneStride,
            OutputRow = inputGradient.RowStride,
            Floor = float.NegativeInfinity,
        };
        new Span<float>(sweep.Bias, shape.InChannels).Clear();
        sweep.Tiles.Pack(
            weights.Data, sweep.Weights, shape.Filters, taps, taps, shape.InChannels * taps, flipped: true);

        nint rows = (nint)shape.Filters * shape.OutHeight;
        float* padded = scratch.Floats(ScratchUse.PaddedGradient, rows * paddedRow);
        for (int block = 0; block < outputGradient.Blocks(shape.Batch); block++)
        {
            Pad(outputGradient.Data + (block * outputGradient.BlockStride), padded, rows, shape.OutWidth);
            float* to = inputGradient.Data + (block * inputGradient.BlockStride);
            for (int y = 0; y < shape.InHeight; y++)
            {
                sweep.Row(padded + (Margin * TSimd.Count), to, y);
            }
        }
    }

    private static void Pad(float* source, float* padded, nint rows, int width)
    {
        int margin = Margin * TSimd.Count;
        int row = width * TSimd.Count;
        for (nint index = 0; index < rows; index++)
        {
            new Span<float>(padded, margin).Clear();
            new Span<float>(source, row).CopyTo(new Span<float>(padded + margin, row));
            new Span<float>(padded + margin + row, margin).Clear();
            source += row;
            padded += row + (2 * margin);
        }
    }
}
