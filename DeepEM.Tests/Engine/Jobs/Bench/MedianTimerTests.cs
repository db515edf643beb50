using DeepEM.Engine.Jobs.Bench;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

public sealed class MedianTimerTests
{
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
