using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Images and gradients of images in tiles of registers, for one kind of device.</summary>
/// <remarks>
/// Each operation is queued, and overwrites every element of its result, or returns false with nothing queued, where
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
}
