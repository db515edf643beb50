using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Fourier;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

[TestFixture]
public sealed class FourierTransformTests
{
    // Single precision with a few roundings per step; the sums here are of order 100.
    private const double Tolerance = 2e-4;

    [TestCase(1, 1)]
    [TestCase(1, 7)]
    [TestCase(7, 1)]
    [TestCase(2, 2)]
    [TestCase(8, 16)]
    [TestCase(32, 8)]
    [TestCase(33, 64)]
    [TestCase(12, 10)]
    [TestCase(5, 9)]
    [TestCase(37, 70)]
    public void Forward_matches_reference(int height, int width)
    {
        float[] image = Noise(height, width, 3);
        Spectrum spectrum = new FourierTransform(height, width, 2).Forward(image);

        (double[] real, double[] imaginary) = FourierReference.Image(Numbers.Doubles(image), height, width);
        Assert.That(Numbers.Doubles(spectrum.Real), Is.EqualTo(real).Within(Tolerance));
        Assert.That(Numbers.Doubles(spectrum.Imaginary), Is.EqualTo(imaginary).Within(Tolerance));
    }

    [TestCase(64, 128)]
    [TestCase(31, 45)]
    [TestCase(1, 3)]
    [TestCase(100, 1)]
    public void Inverse_undoes_Forward(int height, int width)
    {
        float[] image = Noise(height, width, 4);
        var transform = new FourierTransform(height, width, 2);
        float[] back = new float[image.Length];
        Array.Fill(back, float.NaN);

        transform.Inverse(transform.Forward(image), back);

        Assert.That(back, Is.EqualTo(image).Within(5e-6));
    }

    [TestCase(64, 32)]
    [TestCase(45, 30)]
    [TestCase(30, 45)]
    public void Energy_is_kept_as_Parseval_says(int height, int width)
    {
        float[] image = Noise(height, width, 5);
        Spectrum spectrum = new FourierTransform(height, width, 1).Forward(image);

        double energy = 0;
        for (int v = 0; v < height; v++)
        {
            for (int u = 0; u < spectrum.Columns; u++)
            {
                int index = (v * spectrum.Columns) + u;
                double weight = u == 0 || 2 * u == width ? 1 : 2;
                energy += weight * (Square(spectrum.Real[index]) + Square(spectrum.Imaginary[index]));
            }
        }

        Assert.That(energy / image.Length, Is.EqualTo(image.Sum(static value => Square(value))).Within(1e-4).Percent);
    }

    [Test]
    public void A_shifted_point_has_the_phase_of_its_place()
    {
        // δ at (y, x) = (1, 2) of 4 × 8: F(v, u) = exp(−2πi(2u/8 + v/4)), so F(0, 1) = −i and F(1, 0) = −i.
        float[] image = new float[4 * 8];
        image[8 + 2] = 1;

        Spectrum spectrum = new FourierTransform(4, 8, 1).Forward(image);

        Assert.Multiple(() =>
        {
            Assert.That(spectrum.Real[1], Is.Zero.Within(1e-6));
            Assert.That(spectrum.Imaginary[1], Is.EqualTo(-1).Within(1e-6));
            Assert.That(spectrum.Real[5], Is.Zero.Within(1e-6));
            Assert.That(spectrum.Imaginary[5], Is.EqualTo(-1).Within(1e-6));
            Assert.That(spectrum.RowFrequency(3), Is.EqualTo(-0.25));
            Assert.That(spectrum.ColumnFrequency(4), Is.EqualTo(0.5));
        });
    }

    [TestCase(128, 96)]
    [TestCase(77, 150)]
    public void Threads_do_not_change_a_bit(int height, int width)
    {
        float[] image = Noise(height, width, 6);

        Spectrum one = new FourierTransform(height, width, 1).Forward(image);
        Spectrum three = new FourierTransform(height, width, 3).Forward(image);

        Assert.That(three.Real, Is.EqualTo(one.Real));
        Assert.That(three.Imaginary, Is.EqualTo(one.Imaginary));
    }

    [Test]
    public void Wrong_sizes_are_refused()
    {
        var transform = new FourierTransform(4, 6, 1);
        Assert.Multiple(() =>
        {
            Assert.That(() => transform.Forward(new float[23]), Throws.ArgumentException);
            Assert.That(() => transform.Inverse(new Spectrum(6, 4), new float[24]), Throws.ArgumentException);
            Assert.That(() => transform.Inverse(new Spectrum(4, 6), new float[25]), Throws.ArgumentException);
            Assert.That(() => new FourierTransform(0, 4, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new FourierTransform(4, 4, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static float[] Noise(int height, int width, long seed)
    {
        var random = new RandomSource(seed);
        float[] image = new float[height * width];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (float)random.NextGaussian();
        }

        return image;
    }

    private static double Square(double value) => value * value;
}
