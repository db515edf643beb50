using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

/// <summary>On the host every width of vectors gives the bits of the transform of arrays.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class SpectrumSimdTests(string backendName) : BackendTests(backendName)
{
    // A size twice with another between them: what a thread keeps is of the last one.
    [Test]
    public void Tensors_and_arrays_have_the_same_bits()
    {
        foreach ((int height, int width) in ((int, int)[])[(64, 33), (37, 70), (64, 33)])
        {
            float[] image = Numbers.Floats(Numbers.Draw(width, height * width));
            FourierTransform transform = new(height, width, threads: 2);
            Spectrum expected = transform.Forward(image);
            float[] planes = [.. expected.Real, .. expected.Imaginary];
            float[] back = new float[image.Length];
            transform.Inverse(expected, back);

            using Tensor pixels = Backend.AllocateImages(new ImageShape(1, 1, height, width), ImageLayout.Micrograph);
            using Tensor spectrum = Backend.AllocateImages(
                Spectrum.PlanesOf(height, width), ImageLayout.Micrograph);
            pixels.Upload(image);
            Backend.Spectra.Forward(pixels, spectrum, height, width);
            Agreement.RequireSameBits(spectrum.Read(), planes);
            Backend.Spectra.Inverse(spectrum, pixels, height, width);
            Agreement.RequireSameBits(pixels.Read(), back);
        }
    }
}
