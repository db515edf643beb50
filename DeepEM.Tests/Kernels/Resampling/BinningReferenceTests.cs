using DeepEM.Kernels.Resampling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Resampling;

[Category(TestCategory.Smoke)]
public sealed class BinningReferenceTests
{
    [Test]
    public void Cut_blocks_are_averaged_over_what_there_is()
    {
        double[] image =
        [
            1, 2, 3,
            4, 5, 6,
            7, 9, 8,
        ];
        Assert.That(BinningReference.Bin(image, 3, 3, 2), Is.EqualTo(new[] { 3, 4.5, 8, 8 }));
    }

    [Test]
    public void Factor_one_changes_nothing() =>
        Assert.That(BinningReference.Bin([1, 2, 3], 1, 3, 1), Is.EqualTo(new double[] { 1, 2, 3 }));
}
