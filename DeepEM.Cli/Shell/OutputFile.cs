using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Shell;

/// <summary>Looks at an output before the work begins, so that an hour's work does not end in a wrong name.</summary>
internal static class OutputFile
{
    /// <summary>Refuses an output that cannot be written or would replace an input.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">The output.</param>
    /// <param name="inputs">Files and folders that are read.</param>
    /// <exception cref="IOException">
    /// Its directory is missing or may not be written to, or it is a directory.
    /// </exception>
    /// <exception cref="UsageException">It is one of the inputs.</exception>
    public static void Require(string option, string path, params IEnumerable<string> inputs)
    {
        string full = Path.GetFullPath(path);
        if (inputs.Any(input => FileIdentity.AreSame(input, path)))
        {
            throw new UsageException($"{option} is {path}, which is an input and would be replaced");
        }

        if (Directory.Exists(full))
        {
            throw new IOException($"{path}: is a directory, expected a file to write");
        }

        string? folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder))
        {
            throw new IOException($"{path}: its directory does not exist");
        }

        StaleTemporaries.Remove(folder);
        AtomicFile.RequireWritable(path);
    }

    /// <summary>Refuses a folder that cannot be made or written to; makes nothing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It or a folder above it is a file, or may not be written to.</exception>
    public static void RequireFolder(string path)
    {
        string folder = Path.GetFullPath(path);
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
        {
            folder = above;
        }

        if (!Directory.Exists(folder))
        {
            throw new IOException($"{folder}: is a file, expected a folder to write");
        }

        StaleTemporaries.Remove(folder);
        AtomicFile.RequireWritable(Path.Combine(folder, "any"));
    }
}
