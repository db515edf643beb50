using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class SpectrumTests(string backendName) : BackendTests(backendName)
{
    // Every factor, primes among them, odd and even, lines of one value, and rows and columns with an even and an odd
    // number of passes.
    private static readonly int[][] _extents =
    [
        [1, 1], [1, 2], [2, 1], [1, 7], [7, 1], [1, 64], [64, 1], [2, 2], [4, 4], [3, 5], [5, 3], [8, 16], [16, 8],
        [12, 10], [9, 25], [15, 30], [7, 11], [13, 14], [37, 70], [33, 64], [22, 49], [31, 31], [101, 3], [2, 127],
    ];

    [TestCaseSource(nameof(_extents))]
    public void Forward_matches_reference(int height, int width)
    {
        double[] image = Numbers.Draw(1, height * width);
        (double[] real, double[] imaginary) = FourierReference.Image(image, height, width);
        Agreement.Require(Forward(image, height, width), [.. real, .. imaginary], Agreement.OfSums);
    }

    [TestCaseSource(nameof(_extents))]
    public void Inverse_matches_reference_for_any_numbers(int height, int width)
    {
        double[] planes = Numbers.Draw(2, Spectrum.PlanesOf(height, width).Length);
        double[] expected = FourierReference.Inverse(
            planes[..(planes.Length / 2)], planes[(planes.Length / 2)..], height, width);

        // Times the number of pixels, so that the bound is as tight as forward.
        float[] image = Inverse(planes, height, width);
        double pixels = image.Length;
        Agreement.Require(
            Array.ConvertAll(image, value => (float)(value * pixels)),
            Array.ConvertAll(expected, value => value * pixels),
            Agreement.OfSums);
    }

    [TestCase(64, 128)]
    [TestCase(31, 45)]
    [TestCase(90, 77)]
    [TestCase(1, 3)]
    [TestCase(100, 1)]
    public void Inverse_undoes_forward(int height, int width)
    {
        double[] image = Numbers.Draw(3, height * width);
        float[] spectrum = Forward(image, height, width);
        Agreement.Require(Inverse(Numbers.Doubles(spectrum), height, width), image, Agreement.OfSums);
    }

    [TestCase(32, 20)]
    [TestCase(15, 21)]
    [TestCase(14, 33)]
    public void Inverse_is_the_adjoint_of_forward_over_the_number_of_pixels(int height, int width)
    {
        double[] image = Numbers.Draw(4, height * width);
        double[] planes = Numbers.Draw(5, Spectrum.PlanesOf(height, width).Length);
        double[] counted = [.. planes.Select((value, at) => value * Count(at, width))];
        float[] back = Inverse(planes, height, width);
        double[] scaled = [.. image.Select(value => value * height * width)];
        Agreement.RequireAdjoint(Forward(image, height, width), counted, back, scaled);
    }

    [TestCase(64, 32)]
    [TestCase(45, 30)]
    [TestCase(17, 19)]
    public void Energy_is_kept_as_Parseval_says(int height, int width)
    {
        double[] image = Numbers.Draw(6, height * width);
        double energy = Forward(image, height, width).Select((value, at) => Count(at, width) * value * value).Sum();
        Assert.That(energy / image.Length, Is.EqualTo(Numbers.Dot(image, image)).Within(1e-4).Percent);
    }

    [TestCase(60, 49)]
    [TestCase(37, 64)]
    public void Two_runs_give_the_same_bits(int height, int width)
    {
        double[] image = Numbers.Draw(7, height * width);
        Agreement.RequireSameBits(Forward(image, height, width), Forward(image, height, width));
        double[] planes = Numbers.Draw(8, Spectrum.PlanesOf(height, width).Length);
        Agreement.RequireSameBits(Inverse(planes, height, width), Inverse(planes, height, width));
    }

    [Test]
    public void What_is_transformed_stays_as_it_is()
    {
        double[] image = Numbers.Draw(9, 12 * 14);
        double[] planes = Numbers.Draw(10, Spectrum.PlanesOf(12, 14).Length);
        using Tensor pixels = Images(new ImageShape(1, 1, 12, 14), image);
        using Tensor spectrum = Images(Spectrum.PlanesOf(12, 14), planes);
        using Tensor otherPixels = Output(pixels.Images);
        using Tensor otherSpectrum = Output(spectrum.Images);
        Backend.Spectra.Forward(pixels, otherSpectrum, 12, 14);
        Backend.Spectra.Inverse(spectrum, otherPixels, 12, 14);
        Assert.That(Numbers.Doubles(pixels.Read()), Is.EqualTo(image));
        Assert.That(Numbers.Doubles(spectrum.Read()), Is.EqualTo(planes));
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        using Tensor image = Output(new ImageShape(1, 1, 5, 8));
        using Tensor spectrum = Output(Spectrum.PlanesOf(5, 8));
        using Tensor turned = Output(Spectrum.PlanesOf(8, 5));
        using Tensor patches = Backend.AllocateImages(Spectrum.PlanesOf(5, 8), ImageLayout.Patches);

        void Rejects(Tensor i, Tensor s, int height, int width)
        {
            Assert.That(
                () => Backend.Spectra.Forward(i, s, height, width), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Spectra.Inverse(s, i, height, width), Throws.InstanceOf<ArgumentException>());
        }

        Rejects(image, turned, 5, 8);
        Rejects(image, patches, 5, 8);
        Rejects(spectrum, spectrum, 5, 8);
        Rejects(image, spectrum, 8, 5);
        Rejects(image, spectrum, 5, 9);
        Rejects(image, spectrum, 0, 8);
    }

    // How many frequencies of the whole transform a value of the half stands for.
    private static double Count(int at, int width)
    {
        int column = at % ((width / 2) + 1);
        return column == 0 || 2 * column == width ? 1 : 2;
    }

    private float[] Forward(double[] image, int height, int width)
    {
        using Tensor pixels = Images(new ImageShape(1, 1, height, width), image);
        using Tensor spectrum = Output(Spectrum.PlanesOf(height, width));
        Backend.Spectra.Forward(pixels, spectrum, height, width);
        return spectrum.Read();
    }

    private float[] Inverse(double[] planes, int height, int width)
    {
        using Tensor spectrum = Images(Spectrum.PlanesOf(height, width), planes);
        using Tensor pixels = Output(new ImageShape(1, 1, height, width));
        Backend.Spectra.Inverse(spectrum, pixels, height, width);
        return pixels.Read();
    }

    private Tensor Images(ImageShape shape, double[] values) => Backend.Images(shape, values, ImageLayout.Micrograph);

    private Tensor Output(ImageShape shape) => Backend.ImagesOutput(shape, ImageLayout.Micrograph);
}
