namespace DeepEM.Cli.Output;

/// <summary>Looks at an output before the work begins, so that an hour's work does not end in a wrong name.</summary>
internal static class OutputFile
{
    /// <summary>Refuses an output that cannot be written or would replace an input.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">The output.</param>
    /// <param name="inputs">Files and folders that are read.</param>
    /// <exception cref="IOException">Its directory is missing, or it is a directory.</exception>
    /// <exception cref="UsageException">It is one of the inputs.</exception>
    public static void Require(string option, string path, params IEnumerable<string> inputs)
    {
        string full = Path.GetFullPath(path);
        if (inputs.Any(input => Path.GetFullPath(input) == full))
        {
            throw new UsageException($"{option} is {path}, which is an input and would be replaced");
        }

        if (Directory.Exists(full))
        {
            throw new IOException($"{path}: is a directory, expected a file to write");
        }

        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new IOException($"{path}: its directory does not exist");
        }
    }
}
