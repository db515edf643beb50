namespace DeepEM.Engine.Jobs.Bench;

/// <summary>A folder among the system's temporary files, removed with all that is in it at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("deepem-bench-").FullName;

    /// <summary>Path of a file or folder in it.</summary>
    /// <param name="name">Its name.</param>
    public string this[string name] => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);
}
