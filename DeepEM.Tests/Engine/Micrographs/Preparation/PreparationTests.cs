using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class PreparationTests
{
    [Test]
    public void Local_mean_is_the_mean_of_the_window_cut_at_the_border()
    {
        const int height = 9;
        const int width = 11;
        const int radius = 2;
        var random = new RandomSource(4);
        float[] image = [.. Enumerable.Range(0, height * width).Select(_ => (float)random.NextGaussian())];
        float[] flattened = (float[])image.Clone();
        BackgroundRemoval.SubtractLocalMean(flattened, height, width, radius);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double mean = Enumerable.Range(0, image.Length)
                    .Where(i => Math.Abs((i / width) - y) <= radius && Math.Abs((i % width) - x) <= radius)
                    .Average(i => image[i]);
                Assert.That(
                    flattened[(y * width) + x], Is.EqualTo(image[(y * width) + x] - mean).Within(1e-6), $"({y}, {x})");
            }
        }
    }

    [Test]
    public void Window_wider_than_the_image_takes_the_mean_of_all()
    {
        float[] image = [1, 2, 3, 6];
        BackgroundRemoval.SubtractLocalMean(image, 2, 2, 50);
        Assert.That(image, Is.EqualTo(new float[] { -2, -1, 0, 3 }));
    }

    [Test]
    public void Normalised_noise_has_median_0_and_spread_1_whatever_its_outliers()
    {
        var random = new RandomSource(4);
        float[] image = [.. Enumerable.Range(0, 40_000).Select(_ => (float)(500 + (20 * random.NextGaussian())))];
        for (int i = 0; i < image.Length; i += 50)
        {
            image[i] = 1e6f;
        }

        Assert.That(RobustNormalisation.Apply(image));
        float[] sorted = [.. image.Order()];
        Assert.Multiple(() =>
        {
            Assert.That(sorted[20_000], Is.Zero.Within(0.05));
            Assert.That(sorted[30_000] - sorted[10_000], Is.EqualTo(1.349).Within(0.06));
            Assert.That(sorted[^1], Is.EqualTo(RobustNormalisation.Limit));
        });
    }

    [TestCase(0)]
    [TestCase(1e-30f)]
    [TestCase(1e30f)]
    public void Flat_image_becomes_zero(float grey)
    {
        float[] image = [.. Enumerable.Repeat(grey, 100)];
        Assert.That(RobustNormalisation.Apply(image), Is.False);
        Assert.That(image, Is.All.Zero);
    }

    [Test]
    public void Standardised_patch_has_mean_0_and_deviation_1_with_N_minus_1()
    {
        float[] patch = [1, 2, 3, 4, 10];
        PatchStandardisation.Apply(patch);
        Assert.That(patch.Sum(), Is.Zero.Within(1e-6));
        Assert.That(patch.Sum(v => v * v) / 4, Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Flat_patch_becomes_zero()
    {
        float[] patch = [7, 7, 7];
        PatchStandardisation.Apply(patch);
        Assert.That(patch, Is.All.Zero);
    }
}
