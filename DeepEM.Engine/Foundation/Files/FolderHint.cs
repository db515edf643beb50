namespace DeepEM.Engine.Foundation.Files;

/// <summary>Says early that something has changed in a folder, where that can be said; to look is still the truth.
/// </summary>
/// <remarks>
/// The kernel tells what this machine does on file systems of its own (inotify). What other machines write to a network
/// file system it never tells, and where too much happens at once it loses count. So nobody may rely on it: it only
/// shortens the waiting for the next look.
/// </remarks>
public sealed class FolderHint : IDisposable
{
    private readonly FileSystemWatcher? _watcher;
    private readonly ManualResetEventSlim _changed = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="folder">The folder, not those below it.</param>
    /// <param name="filter">Names to listen for: all, or one file's.</param>
    public FolderHint(string folder, string filter = "*")
    {
        if (!FileSystemKind.IsLocal(folder))
        {
            return;
        }

        try
        {
            _watcher = new FileSystemWatcher(folder, filter)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watcher.Created += Tell;
            _watcher.Changed += Tell;
            _watcher.Renamed += Tell;
            _watcher.Error += (_, _) => _changed.Set();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            // No more instances or watches are to be had from the kernel: the looks go on without.
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Whether anything is heard at all.</summary>
    public bool IsHeard => _watcher is not null;

    /// <summary>Waits until something has changed since the last call, or a time has passed.</summary>
    /// <param name="longest">The time.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>Whether something has changed.</returns>
    public bool Wait(TimeSpan longest, CancellationToken stop)
    {
        try
        {
            return _changed.Wait(longest, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _changed.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _changed.Dispose();
    }

    private void Tell(object sender, FileSystemEventArgs what) => _changed.Set();
}
