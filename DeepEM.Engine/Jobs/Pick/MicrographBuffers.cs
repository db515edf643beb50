namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A few large arrays that go round: who wants one waits until one has come back.</summary>
/// <param name="count">How many there may be at the same time.</param>
internal sealed class MicrographBuffers(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly Lock _lock = new();
    private readonly Stack<float[]> _idle = new();

    /// <summary>Takes an array.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>One that was used before, of any length; null where there is none yet.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public float[]? Take(CancellationToken cancellation)
    {
        _free.Wait(cancellation);
        lock (_lock)
        {
            return _idle.TryPop(out float[]? buffer) ? buffer : null;
        }
    }

    /// <summary>Gives one back.</summary>
    /// <param name="buffer">The array, or another in its place; null to leave none.</param>
    public void Return(float[]? buffer)
    {
        if (buffer is not null)
        {
            lock (_lock)
            {
                _idle.Push(buffer);
            }
        }

        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
