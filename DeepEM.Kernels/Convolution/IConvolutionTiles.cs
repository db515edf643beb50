using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution;

/// <summary>Convolution in tiles of registers, for one kind of device.</summary>
/// <remarks>
/// Each operation is queued, and overwrites every element of its results, or returns false with nothing queued, where
/// the shape is smaller than every tile.
/// </remarks>
internal interface IConvolutionTiles
{
    /// <summary>Queues the forward pass, activation included.</summary>
    bool TryForward(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> output,
        IlgpuScratch scratch,
        ConvolutionShape shape,
        ActivationKind activation);

    /// <summary>Queues the gradient by the input.</summary>
    bool TryBackwardInput(
        AcceleratorStream stream,
        ArrayView<float> outputGradient,
        ArrayView<float> weights,
        ArrayView<float> inputGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape);

    /// <summary>Queues the gradients by the weights and the bias.</summary>
    bool TryBackwardWeights(
        AcceleratorStream stream,
        ArrayView<float> input,
        ArrayView<float> outputGradient,
        ArrayView<float> weightsGradient,
        ArrayView<float> biasGradient,
        IlgpuScratch scratch,
        ConvolutionShape shape);
}
