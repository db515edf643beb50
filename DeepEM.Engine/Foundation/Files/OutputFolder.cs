namespace DeepEM.Engine.Foundation.Files;

/// <summary>The one way a folder for outputs is made.</summary>
public static class OutputFolder
{
    /// <summary>Makes a folder and those above it that are missing, so that they survive a power cut.</summary>
    /// <param name="path">The folder; one that is there stays as it is.</param>
    /// <exception cref="IOException">It could not be made; the message is one line that begins with the path.
    /// </exception>
    public static void Make(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Stack<string> missing = [];
        for (string? folder = Path.GetFullPath(path);
            folder is not null && !Directory.Exists(folder);
            folder = Path.GetDirectoryName(folder))
        {
            missing.Push(folder);
        }

        try
        {
            foreach (string folder in missing)
            {
                Directory.CreateDirectory(folder);
                NativeFile.FlushDirectory(Path.GetDirectoryName(folder)!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }
}
