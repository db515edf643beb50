using DeepEM.Engine.Benchmarks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Benchmarks;

public sealed class MedianTimerTests
{
    [TestCase(new double[] { 5 }, 5)]
    [TestCase(new double[] { 9, 1, 2 }, 2)]
    [TestCase(new double[] { 4, 1, 100, 2 }, 3)]
    public void Median_is_the_middle_of_the_sorted_numbers(double[] values, double expected)
    {
        Assert.That(MedianTimer.Median(values), Is.EqualTo(expected));
    }

    [Test]
    public void Median_of_nothing_is_refused()
    {
        Assert.That(() => MedianTimer.Median([]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Measure_warms_up_and_times_as_often_as_promised()
    {
        int calls = 0;

        double seconds = MedianTimer.Measure(() => calls++, 0, CancellationToken.None);

        Assert.That(calls, Is.EqualTo(1 + MedianTimer.LeastCalls));
        Assert.That(seconds, Is.GreaterThanOrEqualTo(0).And.LessThan(1));
    }

    [Test]
    public void Measure_gives_the_time_of_one_call()
    {
        double seconds = MedianTimer.Measure(() => Thread.Sleep(20), 0, CancellationToken.None);

        Assert.That(seconds, Is.GreaterThanOrEqualTo(0.019));
    }

    [Test]
    public void Measure_stops_when_told()
    {
        using CancellationTokenSource source = new();

        Assert.That(
            () => MedianTimer.Measure(source.Cancel, 3600, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
