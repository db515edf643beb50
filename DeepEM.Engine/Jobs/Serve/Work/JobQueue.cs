using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>Does the jobs of a project, one after the other.</summary>
/// <remarks>
/// There are three lanes: training, picking and classes share the device; previews have a lane of their own, so that a
/// person never waits for a training; looking at files needs no device.
/// </remarks>
/// <param name="tell">Told of all that happens; called by the lanes' threads.</param>
internal sealed class JobQueue(Action<ServedEvent> tell) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkHandle> _handles = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Task> _lanes = [];
    private int _last;
    private bool _isClosed;

    /// <summary>The job that has the device; null where none has.</summary>
    public ServedJob? Busy
    {
        get
        {
            lock (_lock)
            {
                return _handles.Values.Select(handle => handle.Job)
                    .FirstOrDefault(job => IsOpen(job) && LaneOf(job.Kind) == LaneOf(ServedJobKind.Train));
            }
        }
    }

    /// <summary>Begins a job, or puts it behind those of its lane.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="work">Does it; gives what was found in a line, or null.</param>
    /// <returns>The job as it stands.</returns>
    /// <exception cref="BusyException">One of the kind is under way or waits; of previews the older is stopped.
    /// </exception>
    public ServedJob Begin(ServedJobKind kind, Func<WorkHandle, string?> work)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            WorkHandle[] same = [.. _handles.Values.Where(each => each.Job.Kind == kind && IsOpen(each.Job))];
            if (same.Length > 0 && kind is not (ServedJobKind.Preview or ServedJobKind.Measure))
            {
                throw new BusyException(kind);
            }

            if (kind == ServedJobKind.Preview)
            {
                foreach (WorkHandle older in same)
                {
                    older.Stop();
                }
            }

            string id = (++_last).ToString(CultureInfo.InvariantCulture);
            WorkHandle handle = new(new ServedJob(id, kind), tell);
            _handles.Add(id, handle);
            int lane = LaneOf(kind);
            Task before = _lanes.GetValueOrDefault(lane, Task.CompletedTask);
            _lanes[lane] = before.ContinueWith(
                _ => Do(handle, work),
                CancellationToken.None,
                TaskContinuationOptions.LongRunning,
                TaskScheduler.Default);
            return handle.Job;
        }
    }

    /// <summary>A job; null where there is none of the name.</summary>
    /// <param name="id">Its name.</param>
    public ServedJob? Find(string id)
    {
        lock (_lock)
        {
            return _handles.GetValueOrDefault(id)?.Job;
        }
    }

    /// <summary>Stops a job, which keeps what is done.</summary>
    /// <param name="id">Its name.</param>
    /// <returns>Whether there is one.</returns>
    public bool Stop(string id)
    {
        lock (_lock)
        {
            if (!_handles.TryGetValue(id, out WorkHandle? handle))
            {
                return false;
            }

            handle.Stop();
            return true;
        }
    }

    /// <summary>Waits until all that was begun has ended.</summary>
    public void Wait()
    {
        Task[] lanes;
        lock (_lock)
        {
            lanes = [.. _lanes.Values];
        }

        Task.WaitAll(lanes);
    }

    /// <summary>Stops all jobs and waits for their end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (WorkHandle handle in _handles.Values)
            {
                handle.Stop();
            }
        }

        Wait();
        foreach (WorkHandle handle in _handles.Values)
        {
            handle.Dispose();
        }
    }

    private static int LaneOf(ServedJobKind kind) => kind switch
    {
        ServedJobKind.Preview => 1,
        ServedJobKind.Measure => 2,
        _ => 0,
    };

    private static bool IsOpen(ServedJob job) => job.State is ServedJobState.Queued or ServedJobState.Running;

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails ends the job, which says why.")]
    private static void Do(WorkHandle handle, Func<WorkHandle, string?> work)
    {
        if (handle.Cancellation.IsCancellationRequested)
        {
            handle.Change(job => job with { State = ServedJobState.Stopped });
            return;
        }

        handle.Change(job => job with { State = ServedJobState.Running });
        try
        {
            string? message = work(handle);
            ServedJobState state =
                handle.Cancellation.IsCancellationRequested ? ServedJobState.Stopped : ServedJobState.Done;
            handle.Change(job => job with { State = state, Message = message, SecondsLeft = null });
        }
        catch (OperationCanceledException)
        {
            handle.Change(job => job with { State = ServedJobState.Stopped, SecondsLeft = null });
        }
        catch (Exception exception)
        {
            handle.Change(job => job with
            {
                State = ServedJobState.Failed,
                Error = exception is NoticedException or IOException or DeviceFailedException
                    ? exception.Message
                    : $"internal error: {exception.GetType().Name}: {exception.Message}",
                SecondsLeft = null,
            });
        }
    }
}
