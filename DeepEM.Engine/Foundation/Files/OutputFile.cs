using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Looks at an output before the work begins, so that an hour's work does not end in a wrong name.</summary>
public static class OutputFile
{
    /// <summary>Refuses an output that cannot be written or would replace an input.</summary>
    /// <param name="path">The output.</param>
    /// <param name="inputs">Files and folders that are read.</param>
    /// <exception cref="IOException">
    /// Its directory is missing or may not be written to, or it is a directory.
    /// </exception>
    /// <exception cref="SettingsException">It is one of the inputs.</exception>
    public static void Require(string path, params IEnumerable<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string full = Path.GetFullPath(path);
        if (inputs.Any(input => FileIdentity.AreSame(input, path)))
        {
            throw new SettingsException(path, NoticeCode.OutputIsInput, "is an input and would be replaced");
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

    /// <summary>Whether something would be replaced: a file is there, and no device or pipe.</summary>
    /// <param name="path">The output.</param>
    public static bool IsThere(string path) => NativeFile.KindOf(path) == FileKind.Regular;

    /// <summary>Whether what is written goes on at once, and no file is left: a device or a pipe.</summary>
    /// <param name="path">The output.</param>
    public static bool IsStream(string path) => NativeFile.KindOf(path) is FileKind.Device or FileKind.Pipe;

    /// <summary>Refuses outputs as <see cref="Require"/> does, in a folder that is made when missing.</summary>
    /// <param name="paths">Outputs; where the folder of one is not there yet, nothing in it can be an input.</param>
    /// <param name="inputs">Files and folders that are read.</param>
    /// <exception cref="IOException">One cannot be written.</exception>
    /// <exception cref="SettingsException">One is an input.</exception>
    public static void RequireOrFolder(IEnumerable<string> paths, params IEnumerable<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
            if (Directory.Exists(folder))
            {
                Require(path, inputs);
            }
            else
            {
                RequireFolder(folder);
            }
        }
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
        AtomicFile.RequireWritableFolder(folder, path);
    }
}
