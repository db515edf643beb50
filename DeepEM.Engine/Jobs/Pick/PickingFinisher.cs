using System.Collections.Concurrent;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Writes what was picked while the next micrograph is picked, in the order of the list.</summary>
/// <remarks>
/// A task of its own writes, because each file is flushed to the disk. Several devices finish micrographs in any order:
/// one that comes early waits here for those before it. What went wrong with a micrograph in any step is
/// reported here, after all before it are written. An output that cannot be written ends the run.
/// </remarks>
internal sealed class PickingFinisher : IDisposable
{
    private readonly PickingWriter _writer;
    private readonly MicrographQueue _queue;
    private readonly PickingRunSettings _settings;
    private readonly Action<int>? _report;
    private readonly IPickingObserver? _observer;
    private readonly BlockingCollection<QueuedMicrograph> _picked = new(boundedCapacity: 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _writing;

    /// <summary>Begins to wait for micrographs.</summary>
    /// <param name="writer">Writes the files.</param>
    /// <param name="queue">Gets the buffers back.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="report">Told how many are done, after each; or null.</param>
    /// <param name="observer">Told what became of each; or null.</param>
    public PickingFinisher(
        PickingWriter writer,
        MicrographQueue queue,
        PickingRunSettings settings,
        Action<int>? report,
        IPickingObserver? observer)
    {
        (_writer, _queue, _settings, _report, _observer) = (writer, queue, settings, report, observer);
        _writing = Task.Factory.StartNew(
            WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Micrographs that are done, those that failed too.</summary>
    public int Done { get; private set; }

    /// <summary>Micrographs that failed, each with its reason.</summary>
    public List<Notice> Failures { get; } = [];

    /// <summary>What was odd.</summary>
    public List<Notice> Warnings { get; } = [];

    /// <summary>Hands a micrograph on, waiting while another one waits to be written.</summary>
    /// <param name="micrograph">The micrograph, picked or failed.</param>
    /// <returns>False when writing has ended early, and why is said by <see cref="Complete"/>.</returns>
    public bool TryAdd(QueuedMicrograph micrograph)
    {
        try
        {
            _picked.Add(micrograph, _ended.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits until all that was handed on is written.</summary>
    /// <exception cref="InvalidFileException">A micrograph failed and the settings are strict.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    public void Complete()
    {
        _picked.CompleteAdding();
        _writing.GetAwaiter().GetResult();
    }

    /// <summary>Waits until what was handed on is written, or fails to be.</summary>
    public void Dispose()
    {
        _picked.CompleteAdding();
        ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        _picked.Dispose();
        _ended.Dispose();
    }

    private void WriteAll()
    {
        Dictionary<int, QueuedMicrograph> early = [];
        int next = 0;
        try
        {
            foreach (QueuedMicrograph micrograph in _picked.GetConsumingEnumerable())
            {
                early.Add(micrograph.Turn, micrograph);
                while (early.Remove(next, out QueuedMicrograph? following))
                {
                    Finish(following);
                    next++;
                }
            }

            // Those after one that no device was left for.
            foreach (QueuedMicrograph micrograph in early.Values.OrderBy(micrograph => micrograph.Turn))
            {
                Finish(micrograph);
            }
        }
        finally
        {
            _ended.Cancel();
        }
    }

    private void Finish(QueuedMicrograph micrograph)
    {
        try
        {
            Write(micrograph);
        }
        catch (InvalidFileException failure) when (!_settings.Strict)
        {
            var notice = Notice.Failure(failure);
            Failures.Add(notice);
            _observer?.Fail(micrograph.Source, notice);
        }
        finally
        {
            _queue.Release(micrograph);
        }

        Done++;
        _report?.Invoke(Done);
    }

    private void Write(QueuedMicrograph micrograph)
    {
        _writer.Begin(micrograph);
        Warnings.AddRange(micrograph.Warnings);
        micrograph.Failure?.Throw();
        (int picks, PickingFigures figures) = _writer.Finish(micrograph);
        _observer?.Finish(micrograph, picks, figures);
    }
}
