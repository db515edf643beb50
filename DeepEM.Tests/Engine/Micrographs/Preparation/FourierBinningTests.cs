using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

/// <summary>A binned image is the same image on a coarser grid, pixel 0 in its place.</summary>
public sealed class FourierBinningTests
{
    [TestCase(48, 60, 4)]
    [TestCase(48, 60, 3)]
    [TestCase(45, 63, 3)]
    public void Waves_that_fit_are_sampled_where_they_were(int height, int width, int ratio)
    {
        float[] image = Wave(height, width, 1);

        float[] binned = FourierBinning.Apply(image, height, width, ratio, threads: 1);

        Assert.That(binned, Is.EqualTo(Wave(height / ratio, width / ratio, ratio)).Within(2e-5));

        // Twice along a row and once along a column of the whole image.
        float[] Wave(int rows, int columns, int step) =>
        [
            .. Enumerable.Range(0, rows * columns).Select(i => (float)(3 + Math.Cos(
                (2 * Math.PI * step * ((2.0 * (i % columns) / width) + (1.0 * (i / columns) / height))) + 0.4))),
        ];
    }

    [Test]
    public void A_size_that_does_not_divide_is_rounded_down()
    {
        Assert.That(FourierBinning.Apply(new float[41 * 50], 41, 50, 4, threads: 1), Has.Length.EqualTo(10 * 12));
        Assert.That(FourierBinning.Side(41, 2.5), Is.EqualTo(16));
    }

    [Test]
    public void A_ratio_below_1_or_too_large_is_refused()
    {
        foreach (double ratio in (double[])[0.5, 5])
        {
            Assert.That(
                () => FourierBinning.Apply(new float[16], 4, 4, ratio, 1),
                Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }
}
