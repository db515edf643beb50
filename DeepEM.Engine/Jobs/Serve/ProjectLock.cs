using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Keeps a second server out of a project.</summary>
/// <remarks>
/// A lock of the file system ends with the program, however that ends. Where a file system knows no locks, who has the
/// project is written beside it and renewed every 20 s; after 60 s of silence it may be taken over.
/// </remarks>
internal sealed class ProjectLock : IDisposable
{
    private const string LockFile = ".lock";
    private const string HolderFile = ".holder.json";

    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(60);

    private readonly OutputLock _lock;
    private readonly string _holder;
    private readonly ITimer _timer;

    private ProjectLock(string folder, OutputLock taken, TimeProvider clock)
    {
        (_lock, _holder) = (taken, Path.Combine(folder, HolderFile));
        Write(clock.GetUtcNow());
        _timer = clock.CreateTimer(_ => Renew(clock.GetUtcNow()), null, _renewal, _renewal);
    }

    /// <summary>Takes a project.</summary>
    /// <param name="folder">Its folder, which exists.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="holder">Who has it, in a few words, where it cannot be taken.</param>
    /// <returns>The lock, until it is disposed; null where another has it.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static ProjectLock? TryTake(string folder, TimeProvider clock, out string holder)
    {
        ProjectHolder? last = Read(Path.Combine(folder, HolderFile));
        holder = last is null ? "another program" : $"process {last.Process} on {last.Host}";
        // On this machine the lock itself tells; another machine may share a file system that knows none.
        return last is not null && last.Host != Environment.MachineName && clock.GetUtcNow() - last.Time < _silence
            ? null
            : Take(folder, clock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        if (File.Exists(_holder))
        {
            AtomicFile.Delete(_holder);
        }

        _lock.Dispose();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "It ends with the lock that has it.")]
    private static ProjectLock? Take(string folder, TimeProvider clock) =>
        OutputLock.TryTake(Path.Combine(folder, LockFile)) is { } taken ? new ProjectLock(folder, taken, clock) : null;

    private static ProjectHolder? Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(InputFile.ReadAll(path), ServeJson.Default.ProjectHolder)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidFileException)
        {
            return null;
        }
    }

    private void Write(DateTimeOffset time) => AtomicFile.Write(_holder, stream => JsonSerializer.Serialize(
        stream,
        new ProjectHolder(Environment.MachineName, Environment.ProcessId, time),
        ServeJson.Default.ProjectHolder));

    // A disk that is full for a moment is no reason to lose the project.
    private void Renew(DateTimeOffset time)
    {
        try
        {
            Write(time);
        }
        catch (IOException)
        {
            // The next renewal comes in 20 s, and the project may be taken over after 60.
        }
    }
}
