using DeepEM.Engine.Reports.Pictures;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Pictures;

[TestFixture]
public sealed class GreyImageTests
{
    [Test]
    public void Binning_averages_blocks_and_what_is_left_of_them()
    {
        var image = new GreyImage(3, 5, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        GreyImage binned = image.Binned(2);
        Assert.That((binned.Height, binned.Width), Is.EqualTo((2, 3)));
        Assert.That(binned.Pixels, Is.EqualTo((float[])[4, 6, 7.5f, 11.5f, 13.5f, 15]));
    }

    [Test]
    public void Blurring_keeps_a_flat_image_and_spreads_a_point_as_a_Gaussian()
    {
        float[] pixels = new float[21 * 21];
        pixels[(10 * 21) + 10] = 1;
        GreyImage point = new GreyImage(21, 21, pixels).Blurred(1.5);
        GreyImage flat = new GreyImage(4, 3, [.. Enumerable.Repeat(7f, 12)]).Blurred(2);
        Assert.Multiple(() =>
        {
            Assert.That(flat.Pixels, Is.All.EqualTo(7).Within(1e-5));
            Assert.That(point.Pixels.Sum(), Is.EqualTo(1).Within(1e-5));
            Assert.That(
                point.Pixels[(10 * 21) + 13] / point.Pixels[(10 * 21) + 10], Is.EqualTo(Math.Exp(-2)).Within(1e-5));
            Assert.That(
                point.Pixels[(12 * 21) + 10] / point.Pixels[(10 * 21) + 10],
                Is.EqualTo(Math.Exp(-8.0 / 9)).Within(1e-5));
        });
    }

    [Test]
    public void Bytes_span_the_grey_levels_without_the_clipped_ends()
    {
        float[] pixels = [.. Enumerable.Range(0, 101).Select(static i => (float)i)];
        (pixels[0], pixels[100]) = (-1e6f, 1e6f);
        byte[] bytes = new GreyImage(1, 101, pixels).ToBytes(0.01);
        Assert.Multiple(() =>
        {
            Assert.That(bytes[0], Is.Zero);
            Assert.That(bytes[1], Is.Zero);
            Assert.That(bytes[50], Is.EqualTo(128));
            Assert.That(bytes[99], Is.EqualTo(255));
            Assert.That(new GreyImage(2, 2, [3, 3, 3, 3]).ToBytes(0), Is.All.EqualTo(128));
        });
    }
}
