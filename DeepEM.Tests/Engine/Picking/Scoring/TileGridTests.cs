using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Scoring;

[TestFixture]
[Category(TestCategory.Smoke)]
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

    [TestCase(1L << 40, 1, 1)]
    [TestCase(1L << 29, 2, 1)]
    [TestCase(1L << 27, 4, 2)]
    [TestCase(1L << 10, 500, 250)]
    public void Tiles_of_a_device_take_no_more_than_its_memory(long bytes, int down, int across)
    {
        TileGrid tiles = TileGrid.Within(BaselineNetworks.A, 4, 1000, 500, new DeviceMemory(bytes, long.MaxValue));
        Assert.That((tiles.Down, tiles.Across), Is.EqualTo((down, across)));
        Assert.That(tiles.Rows * tiles.Down, Is.InRange(1000, 1000 + (2 * tiles.Down)));
        Assert.That(tiles.Columns * tiles.Across, Is.InRange(500, 500 + (2 * tiles.Across)));
        if (tiles.Rows > 2)
        {
            Assert.That(Bytes(tiles.Rows, tiles.Columns), Is.LessThanOrEqualTo(bytes));
        }
    }

    [Test]
    public void Tiles_of_a_device_have_no_tensor_above_the_largest()
    {
        TileGrid tiles = TileGrid.Within(BaselineNetworks.A, 4, 1000, 500, new DeviceMemory(1L << 40, 1L << 24));
        Assert.That(tiles.Down * tiles.Across, Is.GreaterThan(1));
        Assert.That(
            WholeDensePass.LargestBytes(new DensePlan(BaselineNetworks.A, 4, tiles.Rows, tiles.Columns)),
            Is.LessThanOrEqualTo(1L << 24));
    }

    [Test]
    public void Square_tiles_suit_the_network() => Assert.That(
        TileGrid.Square(BaselineNetworks.A, 2, 100, 30, 21), Is.EqualTo(new TileGrid(24, 24, 5, 2)));

    private static long Bytes(int rows, int columns) =>
        WholeDensePass.Bytes(new DensePlan(BaselineNetworks.A, 4, rows, columns));
}
