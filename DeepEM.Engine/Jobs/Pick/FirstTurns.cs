using DeepEM.Engine.Foundation.Devices;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Lets one worker of each device pick a micrograph before the others begin, one device after the other.
/// </summary>
/// <remarks>
/// Kernels are compiled when first used, and drivers keep what they compiled under the text of the kernel, in which
/// ILGPU numbers all that it has made so far. In one order the texts are those of the run before, and found; in an
/// order that threads agree on by chance they never are. Workers on the host's cores compile nothing and wait for
/// nobody.
/// </remarks>
/// <param name="workers">Who works.</param>
internal sealed class FirstTurns(IReadOnlyList<DeviceWorker> workers)
{
    private readonly object _lock = new();
    private readonly DeviceWorker[] _first =
        [.. workers.Where(worker => worker.Backend.QueuesOperations).DistinctBy(worker => worker.Device)];

    private int _next;

    /// <summary>Waits until a worker may begin.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public void Await(DeviceWorker worker, CancellationToken cancellation)
    {
        int turn = TurnOf(worker);
        using CancellationTokenRegistration woken = cancellation.Register(Wake);
        lock (_lock)
        {
            while (turn >= _next && !IsNext(worker, turn) && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Says that a worker has picked one, or will pick none.</summary>
    /// <param name="worker">The worker; those who did not go first change nothing.</param>
    public void Pass(DeviceWorker worker)
    {
        lock (_lock)
        {
            if (IsNext(worker, TurnOf(worker)))
            {
                _next++;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private bool IsNext(DeviceWorker worker, int turn) => turn == _next && ReferenceEquals(_first[turn], worker);

    // Before all others where nothing is compiled.
    private int TurnOf(DeviceWorker worker) => Array.FindIndex(_first, first => first.Device == worker.Device);

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
