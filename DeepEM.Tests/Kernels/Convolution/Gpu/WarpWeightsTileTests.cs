using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Gpu;

public sealed class WarpWeightsTileTests
{
    // The layers of the networks A, B and C.
    [TestCase(8, 7, 8, 7)]
    [TestCase(16, 5, 8, 5)]
    [TestCase(32, 3, 8, 3)]
    [TestCase(6, 21, 6, 7)]
    [TestCase(12, 15, 6, 5)]
    [TestCase(12, 10, 6, 5)]
    public void The_tile_with_the_fewest_instructions_is_taken(int filters, int side, int tileFilters, int taps)
    {
        WarpWeightsTile? tile = WarpWeightsTile.For(new ConvolutionShape(64, 2, 40, 40, filters, side, side));
        Assert.That(tile?.Filters, Is.EqualTo(tileFilters));
        Assert.That(tile?.Taps, Is.EqualTo(taps));
    }

    [Test]
    public void There_is_none_for_filters_of_less_than_three_rows()
    {
        Assert.That(WarpWeightsTile.For(new ConvolutionShape(2, 1, 9, 9, 4, 2, 3)), Is.Null);
        Assert.That(WarpWeightsTile.For(new ConvolutionShape(2, 1, 9, 9, 4, 3, 2)), Is.Not.Null);
    }

    [TestCase(128, 1, 64, 8, 7)]
    [TestCase(128, 8, 29, 16, 5)]
    [TestCase(128, 1, 180, 6, 21)]
    [TestCase(128, 6, 80, 12, 15)]
    public void Slots_fill_a_GPU_and_their_sums_stay_small(int batch, int channels, int side, int filters, int filter)
    {
        ConvolutionShape shape = new(batch, channels, side, side, filters, filter, filter);
        WarpWeightsTile tile = WarpWeightsTile.For(shape)!.Value;

        Assert.That(tile.Slots, Is.InRange(1, batch * shape.OutWidth));
        Assert.That((long)tile.Slots * tile.Tiles(shape), Is.AtLeast(25_000));
        Assert.That(tile.Slots * shape.WeightsLength * sizeof(float), Is.LessThan(40_000_000));
    }

    [Test]
    public void Many_weights_have_few_slots()
    {
        ConvolutionShape shape = new(512, 64, 64, 64, 64, 51, 51);
        WarpWeightsTile tile = WarpWeightsTile.For(shape)!.Value;
        Assert.That(tile.Slots * shape.WeightsLength * sizeof(float), Is.LessThan(200_000_000));
    }
}
