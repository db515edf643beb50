namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Lets a few threads read at the same time, and one at a time read one file.</summary>
/// <param name="most">How many at the same time.</param>
internal sealed class ReadingGate(int most)
{
    // Waited on with Monitor, which the newer Lock does not offer.
    private readonly object _monitor = new();
    private readonly HashSet<string> _underWay = [];

    /// <summary>Waits until there is room and nobody reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <returns>The place, until it is disposed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IDisposable Enter(string path, CancellationToken token)
    {
        using CancellationTokenRegistration wake = token.Register(WakeAll);
        lock (_monitor)
        {
            while (true)
            {
                token.ThrowIfCancellationRequested();
                if (_underWay.Count < most && _underWay.Add(path))
                {
                    return new Place(this, path);
                }

                Monitor.Wait(_monitor);
            }
        }
    }

    private void WakeAll()
    {
        lock (_monitor)
        {
            Monitor.PulseAll(_monitor);
        }
    }

    private void Leave(string path)
    {
        lock (_monitor)
        {
            _underWay.Remove(path);
            Monitor.PulseAll(_monitor);
        }
    }

    private sealed class Place(ReadingGate gate, string path) : IDisposable
    {
        public void Dispose() => gate.Leave(path);
    }
}
