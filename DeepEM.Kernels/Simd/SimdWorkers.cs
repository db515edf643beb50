using System.Runtime.ExceptionServices;

namespace DeepEM.Kernels.Simd;

/// <summary>A fixed number of threads that share independent items; the calling thread is worker 0.</summary>
internal sealed class SimdWorkers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _finished = new(0);
    private Action<int, int>? _body;
    private ExceptionDispatchInfo? _failure;
    private int _count;
    private int _next;
    private int _busy;
    private volatile bool _stopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">Workers, the calling thread included; at least 1.</param>
    public SimdWorkers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _threads = new Thread[count - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            int worker = index + 1;
            _threads[index] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"DeepEM {worker}" };
            _threads[index].Start();
        }
    }

    /// <summary>Workers, the calling thread included.</summary>
    public int Count => _threads.Length + 1;

    /// <summary>Runs every item once and returns when all have ended.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="body">Receives the worker and the item.</param>
    /// <exception cref="InvalidOperationException">The workers are at work already.</exception>
    public void ForEach(int count, Action<int, int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(body);
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("ForEach cannot be nested, nor called from two threads at a time.");
        }

        _body = body;
        _count = count;
        _failure = null;
        Volatile.Write(ref _next, 0);

        int woken = Math.Min(_threads.Length, Math.Max(count - 1, 0));
        if (woken > 0)
        {
            _start.Release(woken);
        }

        Deal(0);
        Join(woken);

        ExceptionDispatchInfo? failure = _failure;
        _body = null;
        _failure = null;
        Volatile.Write(ref _busy, 0);
        failure?.Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _finished.Dispose();
    }

    // A worker that has not woken by now would find nothing to do: its wake-up is taken back instead of waited for.
    private void Join(int woken)
    {
        while (woken > 0 && _start.Wait(0))
        {
            woken--;
        }

        for (; woken > 0; woken--)
        {
            _finished.Wait();
        }
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_stopping)
            {
                return;
            }

            Deal(worker);
            _finished.Release();
        }
    }

    private void Deal(int worker)
    {
        try
        {
            for (int item = Interlocked.Increment(ref _next) - 1;
                item < _count && Volatile.Read(ref _failure) is null;
                item = Interlocked.Increment(ref _next) - 1)
            {
                _body!(worker, item);
            }
        }
        catch (Exception exception) when (Keep(exception))
        {
            // Thrown again by ForEach, on the calling thread.
        }
    }

    private bool Keep(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        return true;
    }
}
