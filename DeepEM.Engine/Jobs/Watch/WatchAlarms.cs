using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Which alarms hold. Each is raised once, and again only after it has ended.</summary>
internal sealed class WatchAlarms
{
    /// <summary>The median picks of the last 20 micrographs are below half of those of the 100 before.</summary>
    public const string PicksDrop = "picks-drop";

    /// <summary>Nothing has come or been picked for ten minutes.</summary>
    public const string NothingNew = "nothing-new";

    /// <summary>Five micrographs running could not be picked.</summary>
    public const string Failures = "failures";

    private const int Last = 20;
    private const int MostBefore = 100;
    private const int FailuresRunning = 5;

    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(10);

    private readonly List<WatchAlarm> _active = [];
    private int _failures;
    private string _firstFailure = string.Empty;

    /// <summary>Those that hold, the oldest first.</summary>
    public IReadOnlyList<WatchAlarm> Active => [.. _active];

    /// <summary>A micrograph was picked.</summary>
    /// <param name="all">All so far, this one at the end.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The alarm that it raises, or null.</returns>
    public WatchAlarm? Picked(IReadOnlyList<WatchedMicrograph> all, DateTimeOffset now)
    {
        _failures = 0;
        End(Failures);
        if (all.Count < 2 * Last)
        {
            return null;
        }

        double value = Median(all.TakeLast(Last));
        if (Find(PicksDrop) is { } active)
        {
            // Against what was before it fell: those that came after would make it usual.
            if (value >= 0.5 * active.Before)
            {
                End(PicksDrop);
            }

            return null;
        }

        double before = Median(all.SkipLast(Last).TakeLast(MostBefore));
        return value < 0.5 * before ? Raise(PicksDrop, value, before, all[^Last].Name, now) : null;
    }

    /// <summary>A micrograph could not be picked.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The alarm that it raises, or null.</returns>
    public WatchAlarm? Failed(string name, DateTimeOffset now)
    {
        _firstFailure = _failures == 0 ? name : _firstFailure;
        _failures++;
        return _failures == FailuresRunning
            ? Raise(Failures, _failures, FailuresRunning, _firstFailure, now)
            : null;
    }

    /// <summary>Nothing has happened for a time.</summary>
    /// <param name="quiet">How long nothing has come or been picked, with nothing left to pick.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The alarm that it raises, or null.</returns>
    public WatchAlarm? Quiet(TimeSpan quiet, DateTimeOffset now)
    {
        if (quiet < _quiet)
        {
            End(NothingNew);
            return null;
        }

        return Find(NothingNew) is null
            ? Raise(NothingNew, quiet.TotalSeconds, _quiet.TotalSeconds, string.Empty, now)
            : null;
    }

    private static double Median(IEnumerable<WatchedMicrograph> some) =>
        OrderStatistic.Median(some.Select(one => (double)one.Picks));

    private WatchAlarm? Find(string name) => _active.Find(alarm => alarm.Name == name);

    private void End(string name) => _active.RemoveAll(alarm => alarm.Name == name);

    private WatchAlarm Raise(string name, double value, double before, string since, DateTimeOffset now)
    {
        WatchAlarm alarm = new(name, value, before, since, now);
        _active.Add(alarm);
        return alarm;
    }
}
