using DeepEM.Engine.Jobs.Watch;
using DeepEM.Engine.Reports.Html.Watch;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Watch;

/// <summary>When somebody is called.</summary>
public sealed class WatchAlarmsTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    private WatchAlarms _alarms = null!;
    private List<WatchedMicrograph> _all = null!;

    [SetUp]
    public void Begin() => (_alarms, _all) = (new WatchAlarms(), []);

    [Test]
    public void Picks_that_fall_below_half_are_told_once_with_the_micrograph_at_which_it_began()
    {
        Assert.That(Pick(120, 122), Is.Empty);

        WatchAlarm alarm = Pick(60, 41).Single();

        // Of the last 20, more than half have to be low.
        Assert.That(
            (alarm.Name, alarm.Value, alarm.Before, alarm.Since), Is.EqualTo(("picks-drop", 41.0, 122.0, "mic111")));
        Assert.That(_alarms.Active, Is.EqualTo([alarm]));
    }

    [Test]
    public void An_alarm_holds_until_the_picks_are_back_however_long_they_are_low()
    {
        Pick(120, 122);
        Pick(300, 41);
        Assert.That(_alarms.Active, Has.Count.EqualTo(1));

        Assert.That(Pick(30, 100), Is.Empty);
        Assert.That(_alarms.Active, Is.Empty);
        Assert.That(Pick(60, 10), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_third_less_is_no_alarm() => Assert.That(Pick(120, 122).Concat(Pick(60, 80)), Is.Empty);

    [Test]
    public void Five_failures_running_are_one_alarm_that_the_next_success_ends()
    {
        Assert.That(Fail(4), Is.Empty);
        Pick(1, 100);
        Assert.That(Fail(4), Is.Empty);

        WatchAlarm alarm = Fail(3).Single();

        Assert.That((alarm.Name, alarm.Value, alarm.Since), Is.EqualTo(("failures", 5.0, "bad0")));
        Pick(1, 100);
        Assert.That(_alarms.Active, Is.Empty);
    }

    [Test]
    public void Ten_minutes_without_anything_new_are_one_alarm()
    {
        Assert.That(_alarms.Quiet(TimeSpan.FromMinutes(9.9), _now), Is.Null);
        Assert.That(_alarms.Quiet(TimeSpan.FromMinutes(10), _now)?.Name, Is.EqualTo("nothing-new"));
        Assert.That(_alarms.Quiet(TimeSpan.FromMinutes(30), _now), Is.Null);
        Assert.That(_alarms.Quiet(TimeSpan.Zero, _now), Is.Null);
        Assert.That(_alarms.Active, Is.Empty);
        Assert.That(_alarms.Quiet(TimeSpan.FromMinutes(11), _now), Is.Not.Null);
    }

    private List<WatchAlarm> Pick(int count, int picks)
    {
        List<WatchAlarm> raised = [];
        for (int i = 0; i < count; i++)
        {
            _all.Add(new WatchedMicrograph($"mic{_all.Count}", picks, 0.8, 0, 0.1));
            raised.AddRange(_alarms.Picked(_all, _now) is { } alarm ? [alarm] : []);
        }

        return raised;
    }

    private List<WatchAlarm> Fail(int count) =>
        [.. Enumerable.Range(0, count).Select(i => _alarms.Failed($"bad{i}", _now)).OfType<WatchAlarm>()];
}
