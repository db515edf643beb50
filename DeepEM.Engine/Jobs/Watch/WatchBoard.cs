using System.IO.Hashing;
using System.Runtime.InteropServices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>What a watcher knows of its micrographs, and what it tells of them as it happens: events, flags, alarms.
/// </summary>
/// <remarks>Several threads may call.</remarks>
/// <param name="events">Receives a line for everything that happens.</param>
/// <param name="raise">Told of an alarm, and its line.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class WatchBoard(AppendedLines events, Action<WatchAlarm, byte[]> raise, TimeProvider clock)
{
    private const int MostRecent = 500;
    private const int MostRemarks = 50;
    private const int Last = 20;

    private static readonly TimeSpan _idleAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<WatchedMicrograph> _recent = [];
    private readonly Dictionary<UInt128, string> _pixels = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<WatchRemark> _remarks = [];
    private readonly WatchAlarms _alarms = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private PickingState? _state;
    private DateTimeOffset _lastNews = clock.GetUtcNow();
    private DateTimeOffset? _lastPicked;
    private bool _isIdle;
    private int _failed;
    private int _waiting;
    private int _changes = 1;
    private int _unlisted;

    /// <summary>Grows with everything that a summary shows.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Takes over what an earlier watcher has finished.</summary>
    /// <param name="state">What the picking knows.</param>
    public void Begin(PickingState state)
    {
        IEnumerable<WatchedMicrograph> before = state.Latest(MostRecent)
            .Select(one => Describe(one.Name, one.Picks, one.Figures));
        lock (_lock)
        {
            _state = state;
            _recent.AddRange(before);
            _changes++;
            _unlisted++;
        }
    }

    /// <summary>A micrograph was picked.</summary>
    /// <param name="micrograph">The micrograph, with its image.</param>
    /// <param name="picks">Picks above the threshold.</param>
    /// <param name="figures">What is told of it.</param>
    public void Picked(QueuedMicrograph micrograph, int picks, PickingFigures figures)
    {
        WatchedMicrograph told = Describe(micrograph.Source.Name, picks, figures);
        bool isFlat = micrograph.Warnings.Any(warning => warning.Code == NoticeCode.BlankImage);
        UInt128 pixels = Hash(micrograph.Image!);
        lock (_lock)
        {
            DateTimeOffset now = Note();
            string first = CollectionsMarshal.GetValueRefOrAddDefault(_pixels, pixels, out _) ??= told.Name;
            string? twin = isFlat || first == told.Name ? null : first;
            WatchFlag[] flags = [.. WatchFlags.Of(_recent, told, isFlat, twin)];
            _recent.Add(told);
            _recent.RemoveRange(0, Math.Max(0, _recent.Count - MostRecent));
            _lastPicked = now;
            events.Add(WatchEvent.Picked(now, told, flags, _changed.Remove(told.Name)));
            foreach (WatchFlag flag in flags)
            {
                Remark(now, told.Name, flag.Name, flag.Text);
                events.Add(WatchEvent.Flag(now, told.Name, flag));
            }

            Raise(_alarms.Picked(_recent, now));
        }
    }

    /// <summary>A micrograph could not be picked.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="why">Why, one line.</param>
    public void Failed(string name, string why)
    {
        lock (_lock)
        {
            DateTimeOffset now = Note();
            _failed++;
            Remark(now, name, "failed", why);
            Write(now, "failed", name, why);
            Raise(_alarms.Failed(name, now));
        }
    }

    /// <summary>The place was looked at.</summary>
    /// <param name="news">What there was.</param>
    /// <param name="pending">Complete files that are not picked yet.</param>
    /// <param name="waiting">Files that are not complete.</param>
    /// <returns>How long nothing has come or been picked, with nothing left to pick.</returns>
    public TimeSpan Look(ArrivalNews news, int pending, int waiting)
    {
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();
            _changed.UnionWith(news.Changed.Select(source => source.Name));
            foreach (WaitingFile file in news.StillWaiting)
            {
                Remark(now, file.Source.Name, "waiting", file.Lack);
                Write(now, "waiting", file.Source.Name, file.Lack);
            }

            if (news.Ready > 0)
            {
                Note();
            }

            if (waiting != _waiting)
            {
                _waiting = waiting;
                _changes++;
            }

            TimeSpan quiet = pending > 0 ? TimeSpan.Zero : now - _lastNews;
            if (quiet >= _idleAfter && !_isIdle)
            {
                _isIdle = true;
                _changes++;
                events.Add(WatchEvent.Line(now, "idle", json => json.WriteNumber("waiting", waiting)));
            }

            Raise(_alarms.Quiet(quiet, now));
            return quiet;
        }
    }

    /// <summary>Writes that the watcher has started, or has stopped and why.</summary>
    /// <param name="name">The event.</param>
    /// <param name="key">What is told.</param>
    /// <param name="text">Its value.</param>
    public void Say(string name, string key, string text)
    {
        lock (_lock)
        {
            _changes++;
            events.Add(WatchEvent.Line(clock.GetUtcNow(), name, json => json.WriteString(key, text)));
        }
    }

    /// <summary>Writes the tables of all micrographs, where something was finished or not any more since the last time.
    /// </summary>
    /// <exception cref="IOException">One of them could not be written.</exception>
    public void WriteTables()
    {
        if (_state is { Finished: > 0 } state && Interlocked.Exchange(ref _unlisted, 0) > 0)
        {
            state.WriteTables();
        }
    }

    /// <summary>How it stands.</summary>
    /// <param name="summary">What others know.</param>
    /// <returns>The same with what this board knows.</returns>
    public WatchSummary Complete(WatchSummary summary)
    {
        lock (_lock)
        {
            WatchedMicrograph[] last = [.. _recent.TakeLast(Last)];
            double[] scores = [.. last.Select(one => one.Score).Where(double.IsFinite)];
            return summary with
            {
                State = summary.State.Length > 0 ? summary.State
                    : _state is null ? "starting" : _isIdle ? "idle" : "picking",
                Started = _started,
                Updated = clock.GetUtcNow(),
                LastPicked = _lastPicked,
                Micrographs = _state?.Finished ?? 0,
                Picks = _state?.Picks ?? 0,
                Failed = _failed,
                Alarms = [.. _alarms.Active.Select(
                    alarm => new WatchRemark(alarm.Time, alarm.Since, alarm.Name, alarm.Text))],
                Recent = [.. _recent],
                Remarks = [.. _remarks],
                PicksEach = last.Length == 0 ? null : OrderStatistic.Median(last.Select(one => (double)one.Picks)),
                Score = scores.Length == 0 ? null : scores.Average(),
                Seconds = last.Length == 0 ? null : last.Average(one => one.Seconds),
            };
        }
    }

    private static WatchedMicrograph Describe(string name, int picks, PickingFigures figures) =>
        new(name, picks, figures.MeanScore, figures.MaskedShare, figures.Seconds);

    private static UInt128 Hash(BinnedMicrograph image) => XxHash128.HashToUInt128(
        MemoryMarshal.AsBytes(image.Pixels.AsSpan(0, image.BinnedHeight * image.BinnedWidth)));

    // Something has happened.
    private DateTimeOffset Note()
    {
        _isIdle = false;
        _changes++;
        _unlisted++;
        return _lastNews = clock.GetUtcNow();
    }

    private void Write(DateTimeOffset now, string name, string micrograph, string text) =>
        events.Add(WatchEvent.Line(now, name, json =>
        {
            json.WriteString("micrograph", micrograph);
            json.WriteString("text", text);
        }));

    private void Remark(DateTimeOffset now, string micrograph, string kind, string text)
    {
        _remarks.Insert(0, new WatchRemark(now, micrograph, kind, text));
        _remarks.RemoveRange(Math.Min(MostRemarks, _remarks.Count), Math.Max(0, _remarks.Count - MostRemarks));
    }

    private void Raise(WatchAlarm? alarm)
    {
        if (alarm is not null)
        {
            _changes++;
            byte[] line = WatchEvent.Alarm(alarm);
            events.Add(line);
            raise(alarm, line);
        }
    }
}
