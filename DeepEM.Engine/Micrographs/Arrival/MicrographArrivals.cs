using System.Collections.Concurrent;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>Micrographs as they come to a place: each is given once, when its file is complete, and again when the file
/// has changed after it was picked.</summary>
/// <remarks>
/// A file is complete when two looks at the open file, <see cref="ArrivalSettings.Settle"/> apart, are equal, and its
/// content lacks nothing (<see cref="FileWholeness"/>). One that stays incomplete is looked at for ever. One thread
/// calls <see cref="Step"/>, which is the only one that looks at files; another reads; any may call
/// <see cref="Done"/>. Files that are done are looked at in turn, a few at every scan, because asking for the size of
/// each would cost more than all else.
/// </remarks>
/// <param name="place">Where they come to.</param>
/// <param name="settings">How they are watched.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class MicrographArrivals(IArrivalPlace place, ArrivalSettings settings, TimeProvider clock)
    : IMicrographFeed, IDisposable
{
    private const int ChecksAtOnce = 500;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    // By the names of their outputs.
    private readonly Dictionary<string, ArrivingFile> _files = new(StringComparer.Ordinal);
    private readonly List<MicrographSource> _refused = [];
    private readonly List<ArrivingFile> _done = [];
    private readonly BlockingCollection<MicrographSource> _ready = [];
    private readonly ConcurrentQueue<(MicrographSource Source, bool HasFailed)> _results = [];
    private List<ArrivingFile> _waiting = [];
    private DateTimeOffset _nextScan = DateTimeOffset.MinValue;
    private DateTimeOffset? _troubledSince;
    private int _nextCheck;

    /// <inheritdoc/>
    public OutputNames Names => place.Names;

    /// <inheritdoc/>
    public IComparer<MicrographSource> Order => place.Order;

    /// <inheritdoc/>
    public IReadOnlyList<MicrographSource> Listed { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<MicrographSource> Gone { get; init; } = [];

    /// <inheritdoc/>
    public int Ahead { get; set; } = 1;

    /// <summary>Complete files that nobody has taken yet.</summary>
    public int Ready => _ready.Count;

    /// <summary>Complete files that are not done yet, those that were taken too; for the thread that steps.</summary>
    public int Pending { get; private set; }

    /// <summary>Files that are not complete; for the thread that steps.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Why the place could not be read for a minute or longer; null where it can.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Looks at the place for the first time.</summary>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public void Open()
    {
        Listed = place.Scan(isLate: false);
        Add(Listed, clock.GetUtcNow());
        _nextScan = clock.GetUtcNow() + settings.Poll;
    }

    /// <summary>Looks at all that is due.</summary>
    /// <param name="scansNow">Whether the place is looked at even if its time has not come.</param>
    /// <returns>What there was.</returns>
    public ArrivalNews Step(bool scansNow = false)
    {
        DateTimeOffset now = clock.GetUtcNow();
        while (_results.TryDequeue(out (MicrographSource Source, bool HasFailed) result))
        {
            ArrivingFile file = _files[Names.Of(result.Source)];
            file.HasFailed = result.HasFailed;
            Pending -= file.IsGiven ? 1 : 0;
            file.IsGiven = false;
            if (!file.IsDone)
            {
                file.IsDone = true;
                _done.Add(file);
            }
        }

        _waiting.RemoveAll(file => file.IsDone);
        List<MicrographSource> changed = [];
        if (scansNow || now >= _nextScan)
        {
            Scan(now);
            Check(now, changed);
        }

        List<WaitingFile> still = [];
        List<ArrivingFile> left = [];
        int ready = 0;
        DateTimeOffset next = _nextScan;
        foreach (ArrivingFile file in _waiting)
        {
            if (file.Due > now || !Look(file, now))
            {
                if (file.IsGone)
                {
                    file.IsDone = true;
                    _done.Add(file);
                    continue;
                }

                left.Add(file);
                next = file.Due < next ? file.Due : next;
                if (!file.IsTold && now - file.Seen >= _patience)
                {
                    file.IsTold = true;
                    still.Add(Describe(file));
                }

                continue;
            }

            ready++;
            Pending++;
            file.IsGiven = true;
            _ready.Add(file.Source, CancellationToken.None);
        }

        _waiting = left;
        MicrographSource[] refused = [.. _refused];
        _refused.Clear();
        return new ArrivalNews(next > now ? next - now : TimeSpan.Zero, still, changed, refused, ready);
    }

    /// <summary>The files that have not been complete for a minute or longer, the oldest first; for the thread that
    /// steps.</summary>
    /// <param name="most">How many are wanted.</param>
    public IReadOnlyList<WaitingFile> LongWaiting(int most) =>
        [.. _waiting.Where(file => file.IsTold).OrderBy(file => file.Seen).Take(most).Select(Describe)];

    /// <summary>Takes a micrograph that was given for picked, or for one that could not be.</summary>
    /// <param name="source">The micrograph.</param>
    /// <param name="hasFailed">Whether it could not be picked.</param>
    public void Done(MicrographSource source, bool hasFailed) => _results.Enqueue((source, hasFailed));

    /// <inheritdoc/>
    public bool Covers(string path) => place.Covers(path);

    /// <inheritdoc/>
    public IEnumerable<MicrographSource> Read(CancellationToken noMore)
    {
        while (true)
        {
            MicrographSource next;
            try
            {
                next = _ready.Take(noMore);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return next;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ready.Dispose();

    private static WaitingFile Describe(ArrivingFile file) => new(file.Source, file.Seen, file.Lack);

    private void Scan(DateTimeOffset now)
    {
        try
        {
            Add(place.Scan(isLate: now - _troubledSince >= _patience), now);
            (_troubledSince, Trouble, _nextScan) = (null, null, now + settings.Poll);
        }
        catch (InvalidFileException odd)
        {
            _troubledSince ??= now;
            Trouble = now - _troubledSince >= _patience ? odd.Message : null;
            _nextScan = now + (settings.Poll < _soon ? settings.Poll : _soon);
        }
    }

    private void Add(IReadOnlyList<MicrographSource> found, DateTimeOffset now)
    {
        foreach (MicrographSource source in found)
        {
            ArrivingFile file = new(source, now);
            if (_files.TryAdd(Names.Of(source), file))
            {
                _waiting.Add(file);
            }
            else
            {
                _refused.Add(source);
            }
        }
    }

    // Files that are done, some of them in turn.
    private void Check(DateTimeOffset now, List<MicrographSource> changed)
    {
        for (int i = Math.Min(ChecksAtOnce, _done.Count); i > 0; i--)
        {
            _nextCheck = _nextCheck < _done.Count ? _nextCheck : 0;
            ArrivingFile file = _done[_nextCheck];
            FileLook? look = FileLook.ByName(file.Source.Path);
            bool isBack = file is { HasFailed: true, IsGone: true } && look is not null;
            file.IsGone = look is null;

            // One that was picked before anybody looked at it is as it was then.
            file.Look ??= file.HasFailed ? null : look;
            if (look is null || (look == file.Look && !isBack))
            {
                _nextCheck++;
                continue;
            }

            if (!file.HasFailed)
            {
                changed.Add(file.Source);
            }

            _done[_nextCheck] = _done[^1];
            _done.RemoveAt(_done.Count - 1);
            (file.IsDone, file.IsTold, file.Seen, file.Due) = (false, false, now, now);
            (file.Look, file.Lack) = (null, "has changed");
            _waiting.Add(file);
        }
    }

    // Whether the file is complete.
    private bool Look(ArrivingFile file, DateTimeOffset now)
    {
        string path = file.Source.Path;
        try
        {
            using SafeFileHandle open = InputFile.Open(path);
            FileLook look = FileLook.At(path, open);
            if (look != file.Look)
            {
                file.Lack = file.Look is null ? file.Lack : "is being written";
                (file.Look, file.Since, file.Wholeness) = (look, now, null);
            }

            TimeSpan still = now - file.Since;
            if (still < settings.Settle)
            {
                file.Due = file.Since + settings.Settle;
                return false;
            }

            FileWholeness whole = file.Wholeness ??= FileWholeness.Of(path, open, look.Length);
            if (whole.Lack is { } lack)
            {
                (file.Lack, file.Due) = (lack, now + settings.Poll);
                return false;
            }

            if (still < whole.Rest)
            {
                (file.Lack, file.Due) = ("may still be written: only time tells", file.Since + whole.Rest);
                return false;
            }

            return true;
        }
        catch (InvalidFileException odd)
        {
            (file.Look, file.Lack, file.Due) = (null, odd.Text, now + settings.Poll);
            file.IsGone = file.HasFailed = !File.Exists(path);
            return false;
        }
    }
}
