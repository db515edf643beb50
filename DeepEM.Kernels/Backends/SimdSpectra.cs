using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on spectra on the host; the same values for vectors of every width.</summary>
/// <param name="memory">The backend's tensors.</param>
internal sealed class SimdSpectra(SimdMemory memory) : ISpectrumOperations
{
    /// <inheritdoc/>
    public void Forward(Tensor image, Tensor spectrum, int height, int width)
    {
        RequireExtents(image, spectrum, height, width);
        SpectrumSimd.Forward(memory.Micrograph(image), memory.Micrograph(spectrum), height, width, memory.Scratch);
    }

    /// <inheritdoc/>
    public void Inverse(Tensor spectrum, Tensor image, int height, int width)
    {
        RequireExtents(image, spectrum, height, width);
        SpectrumSimd.Inverse(memory.Micrograph(spectrum), memory.Micrograph(image), height, width, memory.Scratch);
    }

    private static void RequireExtents(Tensor image, Tensor spectrum, int height, int width)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        Require.Images(image, map);
        Require.Images(spectrum, Spectrum.PlanesOf(height, width));
    }
}
