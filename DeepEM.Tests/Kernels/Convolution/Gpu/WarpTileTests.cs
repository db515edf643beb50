using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Gpu;

public sealed class WarpTileTests
{
    [TestCase(2000, 8, 8, 8)]
    [TestCase(2000, 12, 6, 8)]
    [TestCase(2000, 6, 6, 8)]
    [TestCase(2000, 4, 4, 8)]
    [TestCase(2000, 32, 8, 8)]
    [TestCase(25, 16, 8, 5)]
    [TestCase(10, 12, 6, 5)]
    public void The_tile_with_the_fewest_instructions_is_taken(int height, int filters, int tileFilters, int rows)
    {
        ConvolutionShape shape = new(4, 3, height + 4, 20_000, filters, 5, 5);
        WarpTile? tile = WarpTile.For(shape, border: 0);

        Assert.That(tile?.Filters, Is.EqualTo(tileFilters));
        Assert.That(tile?.Rows, Is.EqualTo(rows));
        Assert.That(tile?.Groups * tile?.Filters, Is.AtLeast(filters));
        Assert.That(tile?.RowTiles * tile?.Rows, Is.AtLeast(height));
    }

    [Test]
    public void Small_outputs_get_small_tiles_for_the_sake_of_more_threads()
    {
        ConvolutionShape shape = new(1, 16, 12, 12, 32, 3, 3);
        Assert.That(WarpTile.For(shape, border: 0), Is.EqualTo(new WarpTile(4, 3, 8, 4, 0)));
    }

    [Test]
    public void There_is_none_for_less_than_three_rows()
    {
        Assert.That(WarpTile.For(new ConvolutionShape(1, 1, 4, 90, 8, 3, 3), border: 0), Is.Null);
        Assert.That(WarpTile.For(new ConvolutionShape(1, 1, 5, 90, 8, 3, 3), border: 0), Is.Not.Null);
    }
}
