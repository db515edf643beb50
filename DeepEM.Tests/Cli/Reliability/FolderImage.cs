using DeepEM.Tests.Support;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>Every file below a folder, byte for byte, without temporary ones and locks; of picks.csv without the
/// seconds.</summary>
internal sealed class FolderImage
{
    private readonly Dictionary<string, byte[]> _files;

    private FolderImage(Dictionary<string, byte[]> files) => _files = files;

    /// <summary>Names relative to the folder, with /.</summary>
    public IEnumerable<string> Names => _files.Keys;

    public static FolderImage Of(string folder)
    {
        string[] paths = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            : [];
        return new FolderImage(paths
            .Where(path => !IsTemporary(path) && Path.GetFileName(path) != ".lock")
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), PickTableText.ReadComparable));
    }

    public static int Temporaries(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Count(IsTemporary)
        : 0;

    public bool Contains(string name) => _files.ContainsKey(name);

    public byte[] Bytes(string name) => _files[name];

    /// <summary>Whether a file is there with the very bytes it has in another image.</summary>
    public bool HasSame(string name, FolderImage other) =>
        _files.TryGetValue(name, out byte[]? mine) && other._files.TryGetValue(name, out byte[]? its)
        && mine.AsSpan().SequenceEqual(its);

    private static bool IsTemporary(string path) =>
        Path.GetFileName(path).StartsWith(".deepem-", StringComparison.Ordinal) && path.EndsWith(".tmp");
}
