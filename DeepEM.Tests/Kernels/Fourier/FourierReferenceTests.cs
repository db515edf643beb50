using DeepEM.Kernels.Fourier;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

[Category(TestCategory.Smoke)]
public sealed class FourierReferenceTests
{
    [Test]
    public void Line_of_four_is_that_worked_by_hand()
    {
        // x = 1, 2i, 3, 0: X[k] = 1 + 2i·(−i)ᵏ + 3·(−1)ᵏ.
        (double[] real, double[] imaginary) = FourierReference.Line([1, 0, 3, 0], [0, 2, 0, 0], inverse: false);
        Assert.That(real, Is.EqualTo(new double[] { 4, 0, 4, -4 }).Within(1e-12));
        Assert.That(imaginary, Is.EqualTo(new double[] { 2, 0, -2, 0 }).Within(1e-12));
    }

    [Test]
    public void Inverse_gives_the_line_times_its_length()
    {
        (double[] real, double[] imaginary) = FourierReference.Line([1, -2, 5], [0.5, 0, 7], inverse: false);
        (double[] back, double[] backImaginary) = FourierReference.Line(real, imaginary, inverse: true);
        Assert.That(back, Is.EqualTo(new double[] { 3, -6, 15 }).Within(1e-12));
        Assert.That(backImaginary, Is.EqualTo(new[] { 1.5, 0, 21 }).Within(1e-12));
    }

    [Test]
    public void A_shifted_point_has_the_phase_of_its_place()
    {
        // δ at (y, x) = (1, 2) of 4 × 8: F(v, u) = exp(−2πi(v/4 + 2u/8)), so F(0, 1) = F(1, 0) = −i.
        double[] image = new double[32];
        image[8 + 2] = 1;
        (double[] real, double[] imaginary) = FourierReference.Image(image, 4, 8);
        Assert.That(real, Has.Length.EqualTo(4 * 5));
        Assert.That((real[1], real[5]), Is.EqualTo((0.0, 0.0)).Within(1e-12));
        Assert.That((imaginary[1], imaginary[5]), Is.EqualTo((-1.0, -1.0)).Within(1e-12));
        Assert.That((real[6], imaginary[6]), Is.EqualTo((-1.0, 0.0)).Within(1e-12));
    }

    [Test]
    public void A_wave_comes_from_the_one_frequency_that_it_has()
    {
        // F(0, 1) = 4 of 2 × 4, and its mirror: 8/8·cos(2πx/4) in both rows. F(1, 0) = 8i has no real image.
        double[] image = FourierReference.Inverse([0, 4, 0, 0, 0, 0], [0, 0, 0, 8, 0, 0], 2, 4);
        Assert.That(image, Is.EqualTo(new double[] { 1, 0, -1, 0, 1, 0, -1, 0 }).Within(1e-12));
    }

    [TestCase(3, 4)]
    [TestCase(4, 5)]
    public void An_image_comes_back_from_its_spectrum(int height, int width)
    {
        double[] image = Numbers.Draw(1, height * width);
        (double[] real, double[] imaginary) = FourierReference.Image(image, height, width);
        Assert.That(FourierReference.Inverse(real, imaginary, height, width), Is.EqualTo(image).Within(1e-12));
    }
}
