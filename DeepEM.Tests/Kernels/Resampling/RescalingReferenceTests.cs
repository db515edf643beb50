using DeepEM.Kernels.Resampling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Resampling;

[Category(TestCategory.Smoke)]
public sealed class RescalingReferenceTests
{
    [TestCase(0.4)]
    [TestCase(1.3)]
    [TestCase(2.7)]
    public void A_flat_image_stays_flat(double ratio)
    {
        double[] image = [.. Enumerable.Repeat(5.0, 20 * 30)];
        Assert.That(RescalingReference.Rescale(image, 20, 30, 8, 12, ratio), Is.All.EqualTo(5).Within(1e-12));
    }

    // A cosine that both grids can hold is found at the same places: c = (i + ½)·ratio − ½.
    [TestCase(1.25)]
    [TestCase(1.9)]
    [TestCase(0.7)]
    public void A_slow_wave_keeps_its_place_and_its_height(double ratio)
    {
        const int width = 200;
        const double period = 40;
        double[] image = [.. Enumerable.Range(0, width).Select(x => Math.Cos(2 * Math.PI * x / period))];
        int outWidth = (int)(width / ratio);
        double[] output = RescalingReference.Rescale(image, 1, width, 1, outWidth, ratio);
        for (int i = outWidth / 5; i < 4 * outWidth / 5; i++)
        {
            double place = ((i + 0.5) * ratio) - 0.5;
            Assert.That(output[i], Is.EqualTo(Math.Cos(2 * Math.PI * place / period)).Within(0.02));
        }
    }

    // Blocks of unlike overlap would make every nth pixel noisier, which a network sees as a pattern.
    [TestCase(0.55)]
    [TestCase(1.01)]
    [TestCase(1.3)]
    [TestCase(2.03)]
    public void Noise_is_as_strong_on_every_output_pixel(double ratio)
    {
        double[] variances = [.. Enumerable.Range(30, 400).Select(i =>
        {
            double[] weights = [.. RescalingReference.Taps(i, ratio).Select(tap => tap.Weight)];
            double sum = weights.Sum();
            return weights.Sum(weight => weight * weight) / (sum * sum);
        })];
        Assert.That(variances.Max() / variances.Min(), Is.LessThan(1.01));
    }

    [TestCase(-1, 0)]
    [TestCase(-3, 2)]
    [TestCase(0, 0)]
    [TestCase(4, 4)]
    [TestCase(5, 4)]
    [TestCase(7, 2)]
    [TestCase(10, 0)]
    [TestCase(-6, 4)]
    public void Beyond_the_border_the_image_is_mirrored(int pixel, int expected) =>
        Assert.That(RescalingReference.Reflect(pixel, 5), Is.EqualTo(expected));
}
