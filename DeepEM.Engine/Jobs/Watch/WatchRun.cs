using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>The watching beside a picking: a thread that looks for files, keeps the outputs up to date and knows when
/// to stop.</summary>
internal sealed class WatchRun : IPickingObserver, IDisposable
{
    private const int SurveyedMicrographs = 3;
    private const string AbortFile = "RELION_JOB_ABORT_NOW";

    // Of a second: the time of a look beside that between two.
    private const int LookShare = 20;

    private static readonly TimeSpan _firstPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _stopEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _leastPause = TimeSpan.FromMilliseconds(250);

    private readonly WatchJob _job;
    private readonly IArrivalPlace _place;
    private readonly MicrographArrivals _arrivals;
    private readonly JobContext _context;
    private readonly WatchBoard _board;
    private readonly WatchOutputs _outputs;
    private readonly CancellationTokenSource _stop;
    private readonly Thread _watching;
    private readonly List<Task> _commands = [];
    private OutputLock? _alone;
    private StopFiles? _stopFiles;
    private ExceptionDispatchInfo? _failure;
    private bool _isTroubleTold;
    private bool _isWatching;

    /// <summary>Prepares to watch.</summary>
    /// <param name="job">What is asked for.</param>
    /// <param name="place">The place.</param>
    /// <param name="arrivals">What comes to it, opened.</param>
    /// <param name="context">Whom to tell and when to stop.</param>
    /// <param name="clock">Tells the time.</param>
    public WatchRun(
        WatchJob job, IArrivalPlace place, MicrographArrivals arrivals, JobContext context, TimeProvider clock)
    {
        (_job, _place, _arrivals, _context) = (job, place, arrivals, context);
        _board = new WatchBoard(new AppendedLines(InFolder(WatchOutputs.EventFile)), Raise, clock);
        _outputs = new WatchOutputs(Folder, clock);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        _watching = new Thread(Watch) { IsBackground = true, Name = "watch" };
    }

    /// <summary>Cancelled when the watcher is to end.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Why it ended.</summary>
    public string Reason { get; private set; } = "asked to by a signal";

    private string Folder => _job.Settings.OutputFolder;

    /// <inheritdoc/>
    public void Prepare()
    {
        _alone = PickingLock.Alone(Folder);

        // That of an earlier watcher, which has heard it.
        AtomicFile.Delete(InFolder(WatchJob.StopFile));
        _board.Say("started", "watched", _place.Path);
        _watching.Start();
        _isWatching = true;
        _stopFiles = new StopFiles(
            [InFolder(WatchJob.StopFile), InFolder(AbortFile)], _stopEvery, CancellationToken.None);
        _stopFiles.Token.Register(() => Stop($"{_stopFiles.Seen} is there"));
        ArrivalSettings arrival = _job.Watch.Arrival;
        Tell(NoticeSeverity.Information, _place.Path, NoticeCode.Watching, string.Create(
            CultureInfo.InvariantCulture,
            $"watched every {arrival.Poll.TotalSeconds:0.##} s; a file is complete when it has not changed for "
            + $"{arrival.Settle.TotalSeconds:0.##} s; the file {InFolder(WatchJob.StopFile)} ends it"));
        WaitForFirst();
    }

    /// <inheritdoc/>
    public void Begin(PickingState state) => _board.Begin(state);

    /// <inheritdoc/>
    public void Skip(MicrographSource source) => _arrivals.Done(source, hasFailed: false);

    /// <inheritdoc/>
    public void Finish(QueuedMicrograph micrograph, int picks, PickingFigures figures)
    {
        _board.Picked(micrograph, picks, figures);
        _arrivals.Done(micrograph.Source, hasFailed: false);
    }

    /// <inheritdoc/>
    public void Fail(MicrographSource source, Notice failure)
    {
        _context.Tell?.Invoke(failure);
        _board.Failed(source.Name, failure.Text);
        _arrivals.Done(source, hasFailed: true);
    }

    /// <summary>Ends the watching and writes how it stands for the last time.</summary>
    /// <exception cref="IOException">An output could not be written.</exception>
    public void End()
    {
        _stop.Cancel();
        if (!_isWatching)
        {
            return;
        }

        _watching.Join();
        _board.Say("stopped", "reason", Reason);
        _outputs.Write(_board, Summary("stopped"));
        Task.WaitAll(_commands);
    }

    /// <summary>Throws what ended the watching early, if anything did.</summary>
    public void RequireWhole() => _failure?.Throw();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopFiles?.Dispose();
        _alone?.Dispose();
        _stop.Dispose();
    }

    private string InFolder(string name) => Path.Combine(Folder, name);

    // How particles are shown to the network is decided on the first micrographs, once for all that follow.
    private void WaitForFirst()
    {
        if (!File.Exists(InFolder($"{PickingLedger.Folder}/{PickingSurvey.FileName}")))
        {
            Tell(
                NoticeSeverity.Information,
                _place.Path,
                NoticeCode.Watching,
                $"waiting for the first {SurveyedMicrographs} micrographs, on which the size that the network sees and "
                + "the contrast are decided; on fewer when no more come for half a minute");
            long last = Stopwatch.GetTimestamp();
            for (int before = 0; _arrivals.Ready < SurveyedMicrographs && !_stop.IsCancellationRequested;)
            {
                if (_arrivals.Ready != before)
                {
                    (before, last) = (_arrivals.Ready, Stopwatch.GetTimestamp());
                }
                else if (before > 0 && Stopwatch.GetElapsedTime(last) >= _firstPatience)
                {
                    break;
                }

                _stop.Token.WaitHandle.WaitOne(_leastPause);
            }
        }

        _arrivals.Ahead = Math.Min(SurveyedMicrographs, _arrivals.Ready);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Thrown again when the picking has ended.")]
    private void Watch()
    {
        try
        {
            bool isFolder = Directory.Exists(_place.Path);
            using FolderHint hint = isFolder
                ? new FolderHint(_place.Path)
                : new FolderHint(Path.GetDirectoryName(Path.GetFullPath(_place.Path))!, Path.GetFileName(_place.Path));
            bool isHinted = false;
            while (!_stop.IsCancellationRequested)
            {
                long start = Stopwatch.GetTimestamp();
                ArrivalNews news = _arrivals.Step(isHinted);
                TimeSpan looked = Stopwatch.GetElapsedTime(start);
                Take(news);
                if (_outputs.Next(_board) == TimeSpan.Zero)
                {
                    _outputs.Write(_board, Summary(string.Empty));
                }

                // Where files are written all the time, not every write is worth a look.
                TimeSpan pause = LookShare * looked;
                pause = pause < _job.Watch.Arrival.Poll ? pause : _job.Watch.Arrival.Poll;
                _stop.Token.WaitHandle.WaitOne(pause > _leastPause ? pause : _leastPause);
                TimeSpan outputs = _outputs.Next(_board);
                isHinted = hint.Wait(news.Next < outputs ? news.Next : outputs, _stop.Token);
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            _stop.Cancel();
        }
    }

    private void Take(ArrivalNews news)
    {
        if (_arrivals.Trouble is { } trouble && !_isTroubleTold)
        {
            Tell(NoticeSeverity.Warning, string.Empty, NoticeCode.PlaceUnreadable, $"{trouble}; it is tried on");
        }

        _isTroubleTold = _arrivals.Trouble is not null;
        foreach (WaitingFile file in news.StillWaiting)
        {
            Tell(NoticeSeverity.Warning, file.Source.Name, NoticeCode.FileIncomplete, $"not complete yet: {file.Lack}");
        }

        foreach (MicrographSource source in news.Changed)
        {
            Tell(
                NoticeSeverity.Information,
                source.Name,
                NoticeCode.FileChanged,
                "has changed since it was picked; it is picked again when it is complete");
        }

        foreach (MicrographSource source in news.Refused)
        {
            string text = $"a second micrograph that would write {_arrivals.Names.Of(source)}_autopick.star";
            Tell(NoticeSeverity.Failure, source.Name, NoticeCode.InvalidFile, text);
            _board.Failed(source.Name, text);
        }

        TimeSpan quiet = _board.Look(news, _arrivals.Pending, _arrivals.Waiting);
        if (_job.Watch.StopAfter is { } longest && quiet >= longest)
        {
            Stop($"nothing new for {Words.Elapsed(longest)}");
        }
    }

    private void Stop(string reason)
    {
        if (!_stop.IsCancellationRequested)
        {
            Reason = reason;
            _stop.Cancel();
        }
    }

    private void Raise(WatchAlarm alarm, byte[] line)
    {
        Tell(NoticeSeverity.Warning, string.Empty, NoticeCode.Alarm, $"{alarm.Name}: {alarm.Text}");
        if (_job.Watch.OnAlarm is { } command)
        {
            _commands.Add(new AlarmCommand(command, why => Tell(
                NoticeSeverity.Warning, string.Empty, NoticeCode.Alarm, $"the command for alarms {why}")).Run(line));
        }
    }

    private void Tell(NoticeSeverity severity, string subject, string code, string text) =>
        _context.Tell?.Invoke(new Notice(severity, subject, code, text));

    private WatchSummary Summary(string state) => new()
    {
        Place = _place.Path,
        Folder = Folder,
        State = state,
        Started = default,
        Updated = default,
        Waiting = _arrivals.Waiting,
        Queued = _arrivals.Pending,
        Trouble = _arrivals.Trouble,
    };
}
