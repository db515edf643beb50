using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Backends;

/// <summary>Rows of images that share the memory of the whole.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class BandOperationsTests(string backendName) : BackendTests(backendName)
{
    private static readonly ImageShape _shape = new(3, 2, 7, 5);

    [Test]
    public void Rows_are_those_of_the_whole()
    {
        double[] values = Numbers.Draw(1, _shape.Length);
        using Tensor whole = Backend.Images(_shape, values, ImageLayout.Micrograph);
        using Tensor rows = Backend.Bands!.Rows(whole, new ImageRows(1, 2, 2, 4));
        Assert.That(rows.Images, Is.EqualTo(new ImageShape(2, 2, 4, 5)));
        Assert.That(rows.Read(), Is.EqualTo(Numbers.Floats([.. Part(values)])));
    }

    [Test]
    public void What_goes_into_rows_changes_nothing_else()
    {
        using Tensor whole = Backend.Images(_shape, new double[_shape.Length], ImageLayout.Micrograph);
        using Tensor rows = Backend.Bands!.Rows(whole, new ImageRows(1, 2, 2, 4));
        double[] values = Numbers.Draw(2, rows.Length);
        rows.Upload(Numbers.Floats(values));
        double[] read = Numbers.Doubles(whole.Read());
        Assert.That(Part(read), Is.EqualTo(values));
        Assert.That(read.Sum(Math.Abs), Is.EqualTo(values.Sum(Math.Abs)).Within(1e-9));
    }

    [TestCase(3, 0, 4)]
    [TestCase(0, 2, 5)]
    public void Rows_that_are_moved_may_overlap(int from, int to, int count)
    {
        double[] values = Numbers.Draw(3, _shape.Length);
        using Tensor whole = Backend.Images(_shape, values, ImageLayout.Micrograph);
        Backend.Bands!.MoveRows(whole, from, to, count);
        float[] moved = whole.Read();
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
        using Tensor whole = Backend.ImagesOutput(_shape, ImageLayout.Micrograph);
        using Tensor patches = Backend.ImagesOutput(_shape);
        foreach (ImageRows rows in (ImageRows[])[new(0, 4, 0, 1), new(-1, 1, 0, 1), new(0, 1, 5, 3), new(0, 1, 0, 0)])
        {
            Assert.That(() => Backend.Bands!.Rows(whole, rows), Throws.ArgumentException, rows.ToString());
        }

        Assert.That(() => Backend.Bands!.Rows(patches, new ImageRows(0, 1, 0, 1)), Throws.ArgumentException);
        Assert.That(() => Backend.Bands!.MoveRows(whole, 5, 0, 3), Throws.ArgumentException);
    }

    private static IEnumerable<double> Part(double[] values) => values.Where((_, i) =>
        i / _shape.ImageLength >= 1 && i / _shape.Width % _shape.Height is >= 2 and < 6);
}
