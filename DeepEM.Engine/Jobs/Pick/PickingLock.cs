using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Who picks into a folder: several lists at the same time, or one watcher alone.</summary>
internal static class PickingLock
{
    private const string FileName = ".watch";

    /// <summary>Keeps watchers out, not other pickings of lists.</summary>
    /// <param name="folder">The folder of the picks; made when missing.</param>
    /// <returns>The lock, until it is disposed.</returns>
    /// <exception cref="IOException">Another has the folder, or it cannot be written to; the message is one line that
    /// begins with the folder.</exception>
    public static OutputLock Share(string folder) => Take(folder, isShared: true, "a watcher picks into it");

    /// <summary>Keeps all others out.</summary>
    /// <inheritdoc cref="Share"/>
    public static OutputLock Alone(string folder) => Take(
        folder, isShared: false, "another watcher or a picking that runs writes to it");

    private static OutputLock Take(string folder, bool isShared, string who)
    {
        string below = Path.Combine(folder, PickingLedger.Folder);
        OutputFolder.Make(below);
        return OutputLock.TryTake(Path.Combine(below, FileName), isShared)
            ?? throw new IOException($"{folder}: is in use, {who}");
    }
}
