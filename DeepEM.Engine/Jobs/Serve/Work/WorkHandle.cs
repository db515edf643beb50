using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>A job as those see it who do it: told how far it has come, and when to stop. Safe for several threads.
/// </summary>
internal sealed class WorkHandle : IProgress<StageProgress>, IDisposable
{
    private const string LossName = "loss";

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<ServedEvent> _tell;
    private readonly List<LossPoint> _curve = [];
    private ServedJob _job;
    private long _stageStart = Stopwatch.GetTimestamp();
    private long _stepsBefore;
    private long _lastStep;

    /// <summary>A job that waits.</summary>
    /// <param name="job">The job.</param>
    /// <param name="tell">Told of all that happens.</param>
    public WorkHandle(ServedJob job, Action<ServedEvent> tell) => (_job, _tell) = (job, tell);

    /// <summary>Ends the job.</summary>
    public CancellationToken Cancellation => _stop.Token;

    /// <summary>How it stands.</summary>
    public ServedJob Job
    {
        get
        {
            lock (_lock)
            {
                return _job with { Curve = [.. _curve] };
            }
        }
    }

    /// <summary>What jobs of the engine are told.</summary>
    /// <param name="arguments">The command line that does the same.</param>
    public JobContext Context(IReadOnlyList<string> arguments) => new()
    {
        Progress = this,
        Tell = notice => _tell(new ServedEvent.Told(notice)),
        Cancellation = Cancellation,
        Arguments = arguments,
    };

    /// <summary>Asks the job to stop.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Tells the user something.</summary>
    /// <param name="notices">What.</param>
    public void Tell(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            _tell(new ServedEvent.Told(notice));
        }
    }

    /// <summary>Changes how the job stands.</summary>
    /// <param name="change">Gives it anew.</param>
    public void Change(Func<ServedJob, ServedJob> change)
    {
        ServedJob job;
        lock (_lock)
        {
            _job = change(_job);
            job = _job;
        }

        _tell(new ServedEvent.Worked(job));
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        LossPoint? point = null;
        lock (_lock)
        {
            if (_job.Stage != value.Stage)
            {
                _stageStart = Stopwatch.GetTimestamp();
            }

            double elapsed = Stopwatch.GetElapsedTime(_stageStart).TotalSeconds;
            double? left = value.Done > 0 && value.Total >= value.Done
                ? elapsed / value.Done * (value.Total - value.Done)
                : null;
            foreach (ProgressFigure figure in value.Figures.Where(figure => figure.Name == LossName))
            {
                // A further round counts its steps from 0 again.
                _stepsBefore += value.Done < _lastStep ? _lastStep : 0;
                _lastStep = value.Done;
                point = new LossPoint(_stepsBefore + value.Done, figure.Value, null);
                _curve.Add(point.Value);
            }

            _job = _job with { Stage = value.Stage, Done = value.Done, Total = value.Total, SecondsLeft = left };
        }

        if (point is { } learnt)
        {
            _tell(new ServedEvent.Learnt(_job.Id, learnt));
        }

        _tell(new ServedEvent.Worked(_job));
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
