using DeepEM.Engine.Networks;
using DeepEM.Engine.Picking;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking;

[TestFixture]
public sealed class TileGridTests
{
    [Test]
    public void A_micrograph_that_fits_is_one_tile() => Assert.That(
        TileGrid.Fitting(BaselineNetworks.A, 4, 241, 256), Is.EqualTo(new TileGrid(242, 256, 1, 1)));

    [TestCase(1, 4096, 4096)]
    [TestCase(4, 8000, 3000)]
    [TestCase(8, 100, 50000)]
    public void Tiles_cover_the_grid_within_the_memory(int stride, int rows, int columns)
    {
        TileGrid tiles = TileGrid.Fitting(BaselineNetworks.A, stride, rows, columns);
        Assert.That(tiles.Rows * tiles.Down, Is.InRange(rows, rows + tiles.Rows - 1));
        Assert.That(tiles.Columns * tiles.Across, Is.InRange(columns, columns + tiles.Columns - 1));
        Assert.That(tiles.Down * tiles.Across, Is.GreaterThan(1));
        Assert.That(
            new DensePlan(BaselineNetworks.A, stride, tiles.Rows, tiles.Columns).Held, Is.LessThanOrEqualTo(1L << 25));
    }

    [Test]
    public void Square_tiles_suit_the_network() => Assert.That(
        TileGrid.Square(BaselineNetworks.A, 2, 100, 30, 21), Is.EqualTo(new TileGrid(24, 24, 5, 2)));
}
