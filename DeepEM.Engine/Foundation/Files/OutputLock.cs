namespace DeepEM.Engine.Foundation.Files;

/// <summary>Lets one program at a time write files that belong together.</summary>
/// <remarks>
/// An empty file whose lock ends with the program, however that ends; it is never removed, because removing it while
/// another program waits would give two programs a lock. Where the file system knows no locks nobody waits.
/// </remarks>
public sealed class OutputLock : IDisposable
{
    private const int PauseMilliseconds = 5;
    private const int LongestWaitMilliseconds = 60_000;

    // EAGAIN on Linux and on macOS, and a sharing violation on Windows.
    private static readonly int[] _isHeld = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private OutputLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock, a minute at most.</summary>
    /// <param name="path">The lock's file, in a folder that exists.</param>
    /// <returns>The lock, until it is disposed.</returns>
    /// <exception cref="IOException">The file cannot be made, or the lock was not to be had; the message is one line
    /// that begins with the path.</exception>
    public static OutputLock Take(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        for (int waited = 0; ; waited += PauseMilliseconds)
        {
            try
            {
                return new OutputLock(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException exception)
                when (waited < LongestWaitMilliseconds && _isHeld.Contains(exception.HResult))
            {
                Thread.Sleep(PauseMilliseconds);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
            }
        }
    }

    /// <summary>Whether somebody has the lock, which a file system that knows no locks never says.</summary>
    /// <param name="path">The lock's file, which is there.</param>
    /// <exception cref="IOException">The file cannot be opened; the message is one line that begins with the path.
    /// </exception>
    public static bool IsHeld(string path)
    {
        using OutputLock? free = Try(path, FileMode.Open, isShared: false);
        return free is null;
    }

    /// <summary>Takes the lock where it is free, and waits for nobody.</summary>
    /// <param name="path">The lock's file, in a folder that exists.</param>
    /// <param name="isShared">Whether others may have the lock at the same time that share it, too.</param>
    /// <returns>The lock, until it is disposed; null where another program has it.</returns>
    /// <exception cref="IOException">The file cannot be made; the message is one line that begins with the path.
    /// </exception>
    public static OutputLock? TryTake(string path, bool isShared = false) =>
        Try(path, FileMode.OpenOrCreate, isShared);

    private static OutputLock? Try(string path, FileMode mode, bool isShared)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            // A share of the lock is asked for by reading only: so it is with flock(2) and on network file systems.
            return new OutputLock(new FileStream(
                path,
                mode,
                isShared ? FileAccess.Read : FileAccess.ReadWrite,
                isShared ? FileShare.Read : FileShare.None));
        }
        catch (IOException exception) when (_isHeld.Contains(exception.HResult))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
