namespace DeepEM.Engine.Foundation.Files;

/// <summary>Looks again and again for files by which others ask a run to stop, for example RELION's abort file.
/// </summary>
/// <remarks>
/// A thread of its own looks, so that it is not late when all threads of the pool are at work. The folder is opened
/// before a file is looked for: a client of NFS believes for up to a minute that a file is not there, unless it has
/// just opened the folder.
/// </remarks>
public sealed class StopFiles : IDisposable
{
    private readonly IReadOnlyList<string> _paths;
    private readonly TimeSpan _every;
    private readonly CancellationTokenSource _source;
    private readonly ManualResetEvent _ended = new(initialState: false);
    private readonly Thread _thread;

    // Read by those who hear of the cancellation on another thread.
    private volatile string? _seen;

    /// <summary>Looks once, and begins to look again and again.</summary>
    /// <param name="paths">The files; they and their folders may be missing.</param>
    /// <param name="every">Longest time between two looks.</param>
    /// <param name="outer">Another wish to stop, which is passed on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not above 0.</exception>
    public StopFiles(IReadOnlyList<string> paths, TimeSpan every, CancellationToken outer)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        (_paths, _every) = ([.. paths], every);
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Look();
        _thread = new Thread(LookOn) { IsBackground = true, Name = "stop files" };
        _thread.Start();
    }

    /// <summary>Cancelled when one of the files is there, or when the outer wish to stop came.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The file that was there, as it was named; null where none was.</summary>
    public string? Seen => _seen;

    /// <summary>Ends the looking. The files stay.</summary>
    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
        _source.Dispose();
    }

    private void LookOn()
    {
        WaitHandle[] ends = [_ended, _source.Token.WaitHandle];
        while (WaitHandle.WaitAny(ends, _every) == WaitHandle.WaitTimeout)
        {
            Look();
        }
    }

    private void Look()
    {
        if (_paths.FirstOrDefault(IsThere) is { } seen)
        {
            _seen = seen;
            _source.Cancel();
        }
    }

    private static bool IsThere(string path)
    {
        try
        {
            using IEnumerator<string> entries = Directory
                .EnumerateFileSystemEntries(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path)
                .GetEnumerator();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that is missing holds no file; one that cannot be listed may let a file be seen all the same.
        }

        return File.Exists(path);
    }
}
