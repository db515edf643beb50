using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[Category(TestCategory.Smoke)]
public sealed class BinningStepsTests
{
    [TestCase(1, 1, 1)]
    [TestCase(4, 4, 1)]
    [TestCase(3.99, 4, 1)]
    [TestCase(2.008, 2, 1)]
    [TestCase(2.4, 2, 1.2)]
    [TestCase(2.6, 2, 1.3)]
    [TestCase(1.1, 1, 1.1)]
    [TestCase(1.9, 1, 1.9)]
    [TestCase(0.6, 1, 0.6)]
    public void Whole_blocks_come_first_and_one_rescaling_does_the_rest(double binning, int blocks, double ratio)
    {
        var steps = BinningSteps.For(binning);
        Assert.That(steps.Blocks, Is.EqualTo(blocks));
        Assert.That(steps.Ratio, Is.EqualTo(ratio).Within(1e-12));
        Assert.That(steps.Binning, Is.EqualTo(blocks * ratio).Within(1e-12));
    }

    [Test]
    public void Where_the_pixels_are_needed_there_is_one_rescaling() =>
        Assert.That(BinningSteps.For(2.5, keepsPixels: true), Is.EqualTo(new BinningSteps(2.5, 1, 2.5)));

    [TestCase(4, 100, 25)]
    [TestCase(4, 101, 26)]
    [TestCase(2.5, 100, 40)]
    [TestCase(2.5, 101, 41)]
    [TestCase(0.5, 7, 14)]
    [TestCase(9, 5, 1)]
    public void The_image_covers_the_micrograph(double binning, int original, int expected) =>
        Assert.That(BinningSteps.For(binning).Extent(original), Is.EqualTo(expected));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Impossible_binnings_are_rejected(double binning) =>
        Assert.That(() => BinningSteps.For(binning), Throws.TypeOf<ArgumentOutOfRangeException>());
}
