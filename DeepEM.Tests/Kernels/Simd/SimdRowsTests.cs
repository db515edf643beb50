using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>Rows of images that share the memory of the whole.</summary>
[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdRowsTests(SimdWidth width) : SimdTests(width)
{
    private static readonly ImageShape _shape = new(3, 2, 7, 5);

    [Test]
    public void Rows_are_those_of_the_whole()
    {
        double[] values = Draw(1, _shape.Length);
        using Tensor whole = Images(_shape, values, ImageLayout.Micrograph);
        using Tensor rows = Backend.Rows(whole, new ImageRows(1, 2, 2, 4));
        Assert.That(rows.Images, Is.EqualTo(new ImageShape(2, 2, 4, 5)));
        Assert.That(Read(rows), Is.EqualTo(Floats([.. Part(values)])));
    }

    [Test]
    public void What_goes_into_rows_changes_nothing_else()
    {
        using Tensor whole = Images(_shape, new double[_shape.Length], ImageLayout.Micrograph);
        using Tensor rows = Backend.Rows(whole, new ImageRows(1, 2, 2, 4));
        double[] values = Draw(2, rows.Length);
        rows.Upload(Floats(values));
        double[] read = Doubles(Read(whole));
        Assert.That(Part(read), Is.EqualTo(values));
        Assert.That(read.Sum(Math.Abs), Is.EqualTo(values.Sum(Math.Abs)).Within(1e-9));
    }

    [TestCase(3, 0, 4)]
    [TestCase(0, 2, 5)]
    public void Rows_that_are_moved_may_overlap(int from, int to, int count)
    {
        double[] values = Draw(3, _shape.Length);
        using Tensor whole = Images(_shape, values, ImageLayout.Micrograph);
        Backend.MoveRows(whole, from, to, count);
        float[] moved = Read(whole);
        for (int i = 0; i < moved.Length; i++)
        {
            int row = i / _shape.Width % _shape.Height;
            int source = row >= to && row < to + count ? i + ((from - to) * _shape.Width) : i;
            Assert.That(moved[i], Is.EqualTo((float)values[source]), $"{i}");
        }
    }

    [Test]
    public void Rows_that_are_not_there_are_refused()
    {
        using Tensor whole = Output(_shape, ImageLayout.Micrograph);
        using Tensor patches = Output(_shape);
        foreach (ImageRows rows in (ImageRows[])[new(0, 4, 0, 1), new(-1, 1, 0, 1), new(0, 1, 5, 3), new(0, 1, 0, 0)])
        {
            Assert.That(() => Backend.Rows(whole, rows), Throws.ArgumentException, rows.ToString());
        }

        Assert.That(() => Backend.Rows(patches, new ImageRows(0, 1, 0, 1)), Throws.ArgumentException);
        Assert.That(() => Backend.MoveRows(whole, 5, 0, 3), Throws.ArgumentException);
    }

    private static IEnumerable<double> Part(double[] values) => values.Where((_, i) =>
        i / _shape.ImageLength >= 1 && i / _shape.Width % _shape.Height is >= 2 and < 6);
}
