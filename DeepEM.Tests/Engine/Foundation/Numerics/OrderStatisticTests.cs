using DeepEM.Engine.Foundation.Numerics;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Numerics;

[TestFixture]
public sealed class OrderStatisticTests
{
    [TestCase(1, 10)]
    [TestCase(17, 3)]
    [TestCase(1000, 5)]
    [TestCase(4001, 1_000_000)]
    public void Every_rank_is_what_sorting_gives(int count, int different)
    {
        var random = new RandomSource(4);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)(int)(random.NextDouble() * different))];
        float[] sorted = [.. values.Order()];
        for (int rank = 0; rank < count; rank += Math.Max(1, count / 23))
        {
            float[] mixed = [.. values];
            Assert.That(OrderStatistic.Select(mixed, rank), Is.EqualTo(sorted[rank]));
            Assert.That(mixed.Order(), Is.EqualTo(sorted));
            Assert.That(mixed.Take(rank), Has.All.LessThanOrEqualTo(sorted[rank]));
            Assert.That(mixed.Skip(rank), Has.All.GreaterThanOrEqualTo(sorted[rank]));
        }
    }

    // The middle of the three values that decide is the least or greatest again and again.
    [Test]
    public void Values_that_fall_and_rise_are_no_exception()
    {
        float[] values = [.. Enumerable.Range(0, 5000).Select(i => (float)Math.Abs(2500 - i))];
        float[] sorted = [.. values.Order()];
        Assert.That(OrderStatistic.Select(values, 1250), Is.EqualTo(sorted[1250]));
    }

    [TestCase(new double[] { 5 }, 5)]
    [TestCase(new double[] { 9, 1, 2 }, 2)]
    [TestCase(new double[] { 4, 1, 100, 2 }, 3)]
    public void Median_is_the_middle_of_the_sorted_numbers(double[] values, double expected)
    {
        Assert.That(OrderStatistic.Median(values), Is.EqualTo(expected));
    }

    [Test]
    public void Median_of_nothing_is_refused()
    {
        Assert.That(() => OrderStatistic.Median([]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
