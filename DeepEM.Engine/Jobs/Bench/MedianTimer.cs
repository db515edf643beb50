using System.Diagnostics;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Times an action again and again and takes the median.</summary>
public static class MedianTimer
{
    // A quarter of the time goes to warming up: the first calls fill caches and are compiled on the way.
    private const double WarmUpShare = 0.25;

    /// <summary>Least number of timed calls.</summary>
    public const int LeastCalls = 3;

    /// <summary>Measures an action.</summary>
    /// <param name="action">What is timed; called at least once before the first timed call.</param>
    /// <param name="seconds">How long to go on; at least <see cref="LeastCalls"/> calls are timed.</param>
    /// <param name="cancellation">Ends the measurement between two calls.</param>
    /// <returns>Median of the wall time of one call, seconds.</returns>
    public static double Measure(Action action, double seconds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(action);
        Repeat(action, seconds * WarmUpShare, 1, cancellation);
        return OrderStatistic.Median(Repeat(action, seconds, LeastCalls, cancellation));
    }

    private static List<double> Repeat(Action action, double seconds, int least, CancellationToken cancellation)
    {
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            long before = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        while (times.Count < least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return times;
    }
}
