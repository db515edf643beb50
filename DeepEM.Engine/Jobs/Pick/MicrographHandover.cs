namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Where micrographs that are read wait for whoever picks them.</summary>
/// <remarks>
/// Only one waits. Whoever takes one says whether it is done (<see cref="Done"/>) or has to be dealt again
/// (<see cref="Return"/>): nobody is sent home while another may still hand one back.
/// </remarks>
internal sealed class MicrographHandover
{
    private readonly object _lock = new();
    private readonly Queue<QueuedMicrograph> _returned = [];
    private QueuedMicrograph? _waiting;
    private int _taken;
    private bool _hasEnded;

    /// <summary>Adds a micrograph, waiting while another one waits.</summary>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public void Add(QueuedMicrograph micrograph, CancellationToken cancellation)
    {
        using CancellationTokenRegistration woken = cancellation.Register(Wake);
        lock (_lock)
        {
            while (_waiting is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }

            cancellation.ThrowIfCancellationRequested();
            _waiting = micrograph;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Says that no more will be added.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Takes the next micrograph, those that were handed back first.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The micrograph; null when all are done or the waiting was ended.</returns>
    public QueuedMicrograph? Take(CancellationToken cancellation)
    {
        using CancellationTokenRegistration woken = cancellation.Register(Wake);
        lock (_lock)
        {
            while (!cancellation.IsCancellationRequested)
            {
                if (_returned.TryDequeue(out QueuedMicrograph? again))
                {
                    _taken++;
                    return again;
                }

                if (_waiting is { } next)
                {
                    _waiting = null;
                    _taken++;
                    Monitor.PulseAll(_lock);
                    return next;
                }

                if (_hasEnded && _taken == 0)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            return null;
        }
    }

    /// <summary>Says that one that was taken needs nobody any more.</summary>
    public void Done()
    {
        lock (_lock)
        {
            _taken--;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Hands one back that was taken, for somebody else.</summary>
    /// <param name="micrograph">The micrograph as it was taken.</param>
    public void Return(QueuedMicrograph micrograph)
    {
        lock (_lock)
        {
            _returned.Enqueue(micrograph);
            Done();
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
