using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Convolution;

/// <summary>The extents of one un-padded, stride-1 convolution. Passed to kernels by value.</summary>
/// <param name="Batch">Images in the batch, N.</param>
/// <param name="InChannels">Channels of each input image, C.</param>
/// <param name="InHeight">Rows of each input image, H.</param>
/// <param name="InWidth">Columns of each input image, W.</param>
/// <param name="Filters">Filters in the bank, K; also the channels of the output.</param>
/// <param name="FilterHeight">Rows of each filter, P.</param>
/// <param name="FilterWidth">Columns of each filter, Q.</param>
public readonly record struct ConvolutionShape(
    int Batch, int InChannels, int InHeight, int InWidth, int Filters, int FilterHeight, int FilterWidth)
{
    /// <summary>Rows of each output image: one per filter position that fits inside the input.</summary>
    public int OutHeight => InHeight - FilterHeight + 1;

    /// <summary>Columns of each output image.</summary>
    public int OutWidth => InWidth - FilterWidth + 1;

    /// <summary>Extents of the input, N×C×H×W.</summary>
    public ImageShape Input => new(Batch, InChannels, InHeight, InWidth);

    /// <summary>Extents of the output, N×K×(H−P+1)×(W−Q+1).</summary>
    public ImageShape Output => new(Batch, Filters, OutHeight, OutWidth);

    /// <summary>Elements of the weight tensor, K·C·P·Q.</summary>
    public long WeightsLength => checked((long)Filters * InChannels * FilterHeight * FilterWidth);

    /// <summary>Multiply-adds of the forward pass, N·K·(H−P+1)·(W−Q+1)·C·P·Q.</summary>
    public long MultiplyAdds => checked(Output.Length * InChannels * FilterHeight * FilterWidth);

    /// <summary>
    /// The convolution whose output is the gradient by the input: of the outputs' gradient, in a border of zeros of
    /// filter extent − 1 on every side, with the filters turned by half a turn and their channels exchanged.
    /// </summary>
    internal ConvolutionShape Turned => new(
        Batch,
        Filters,
        InHeight + FilterHeight - 1,
        InWidth + FilterWidth - 1,
        InChannels,
        FilterHeight,
        FilterWidth);

    /// <summary>Requires a filter that fits into the image, and at least one of everything.</summary>
    /// <exception cref="ArgumentException">It is not so.</exception>
    internal void RequireValid()
    {
        Require.Extents(Input, nameof(Input));
        if (Filters < 1 || FilterHeight < 1 || FilterWidth < 1)
        {
            throw new ArgumentException($"{this} has an extent below 1.");
        }

        if (OutHeight < 1 || OutWidth < 1)
        {
            throw new ArgumentException($"{this}: the filter does not fit into the image.");
        }
    }

    /// <summary>For example "2×3×11×7 with 4 filters of 5×2".</summary>
    public override string ToString() => $"{Input} with {Filters} filters of {FilterHeight}×{FilterWidth}";
}
