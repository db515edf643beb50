using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Gpu;

public sealed class PixelTileTests
{
    [TestCase(8, 8, 1)]
    [TestCase(11, 8, 2)]
    [TestCase(16, 16, 1)]
    [TestCase(17, 16, 2)]
    [TestCase(33, 16, 3)]
    [TestCase(62, 32, 2)]
    [TestCase(128, 32, 4)]
    public void The_cheapest_tile_for_the_width_is_taken(int width, int pixels, int columns) =>
        Assert.That(PixelTile.For(Shape(width, 4)), Is.EqualTo(new PixelTile(pixels, columns, 1)));

    [TestCase(4, 1)]
    [TestCase(6, 2)]
    [TestCase(32, 8)]
    public void Groups_of_four_cover_every_filter(int filters, int groups) =>
        Assert.That(PixelTile.For(Shape(32, filters)), Is.EqualTo(new PixelTile(32, 1, groups)));

    [Test]
    public void There_is_none_for_less_than_a_tile()
    {
        Assert.That(PixelTile.For(Shape(7, 4)), Is.Null);
        Assert.That(PixelTile.For(Shape(32, 3)), Is.Null);
    }

    private static ConvolutionShape Shape(int outWidth, int filters) => new(1, 2, 5, outWidth + 2, filters, 3, 3);
}
