using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on spectra on a device that ILGPU drives; each kernel is compiled when first used.</summary>
/// <remarks>The roots of 1 for each length are uploaded when first needed and kept.</remarks>
/// <param name="queue">What orders the operations.</param>
/// <param name="scratch">Memory between two passes.</param>
internal sealed class IlgpuSpectra(IlgpuQueue queue, IlgpuScratch scratch) : ISpectrumOperations, IDisposable
{
    private readonly IlgpuViews _views = new(queue.Device);
    private readonly SpectrumKernels _kernels = new(queue);

    /// <inheritdoc/>
    public void Forward(Tensor image, Tensor spectrum, int height, int width)
    {
        (ArrayView<float> pixels, ArrayView<float> planes) = ViewsOf(image, spectrum, height, width);
        _kernels.Forward(pixels, planes, Scratch(height, width), height, width);
    }

    /// <inheritdoc/>
    public void Inverse(Tensor spectrum, Tensor image, int height, int width)
    {
        (ArrayView<float> pixels, ArrayView<float> planes) = ViewsOf(image, spectrum, height, width);
        _kernels.Inverse(planes, pixels, Scratch(height, width), height, width);
    }

    /// <inheritdoc/>
    public void Dispose() => _kernels.Dispose();

    private ArrayView<float> Scratch(int height, int width) =>
        scratch.Take(SpectrumKernels.ScratchLength(height, width));

    private (ArrayView<float> Pixels, ArrayView<float> Planes) ViewsOf(
        Tensor image, Tensor spectrum, int height, int width)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        return (
            _views.Micrograph(image, map, nameof(image)),
            _views.Micrograph(spectrum, Spectrum.PlanesOf(height, width), nameof(spectrum)));
    }
}
