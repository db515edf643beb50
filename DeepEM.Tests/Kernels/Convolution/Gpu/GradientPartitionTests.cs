using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Gpu;

public sealed class GradientPartitionTests
{
    [TestCase(1, 1, 1)]
    [TestCase(50, 272, 51)]
    [TestCase(35, 9, 2)]
    [TestCase(3, 19, 19)]
    public void Parts_cover_every_row_once(int batch, int side, int filter)
    {
        ConvolutionShape shape = new(batch, 2, side, side, 6, filter, filter);
        GradientPartition partition = GradientPartition.For(shape);

        Assert.That(partition.Rows, Is.EqualTo(batch * (side - filter + 1)));
        Assert.That(partition.Parts * partition.RowsPerPart, Is.AtLeast(partition.Rows));
        Assert.That((partition.Parts - 1) * partition.RowsPerPart, Is.LessThan(partition.Rows));
    }

    [Test]
    public void Few_weights_over_many_rows_still_give_many_threads()
    {
        ConvolutionShape shape = new(64, 1, 64, 64, 8, 5, 5);
        Assert.That(GradientPartition.For(shape).Parts * shape.WeightsLength, Is.AtLeast(40_000));
    }
}
