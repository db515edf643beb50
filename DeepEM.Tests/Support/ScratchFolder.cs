using System.Text;

namespace DeepEM.Tests.Support;

/// <summary>A folder of its own for one test, removed with all it holds.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() => Path = Directory.CreateTempSubdirectory("deepem-test-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        string path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string[] Names() =>
        [.. Directory.GetFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry))];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
