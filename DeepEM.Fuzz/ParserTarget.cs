using DeepEM.Engine.Foundation;

namespace DeepEM.Fuzz;

/// <summary>One parser: whatever bytes it is given, it reads them or refuses them, in little memory.</summary>
/// <param name="Name">Name of the target and of its folder of seeds.</param>
/// <param name="FileName">Name of the file that is read; its ending may decide.</param>
/// <param name="Read">Reads the file.</param>
internal sealed record ParserTarget(string Name, string FileName, Action<string> Read)
{
    // Everything that is allocated counts, freed or not. Tables and objects have many times the size of their text;
    // this is to catch an extent or count out of a header that nobody held against the size of the file.
    private const long FreeBytes = 16L << 20;
    private const long BytesPerByte = 64;

    private const string Memory = "/dev/shm";

    private static readonly string _folder = Path.Combine(
        Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"deepem-fuzz-{Environment.ProcessId}");

    /// <summary>How many bytes one byte of the file may become when it is unpacked.</summary>
    public int Unpacking { get; init; } = 1;

    /// <summary>Reads bytes as a file.</summary>
    /// <returns>True when they were read, false when they were refused as they should be.</returns>
    /// <exception cref="InsufficientMemoryException">More memory was taken than such a file may.</exception>
    public bool Run(byte[] bytes)
    {
        string path = Path.Combine(_folder, FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = true;
        try
        {
            Read(path);
        }
        catch (InvalidFileException refusal)
        {
            isRead = false;
            if (!refusal.Message.StartsWith(_folder, StringComparison.Ordinal) || refusal.Message.Contains('\n'))
            {
                throw new InvalidOperationException($"Not one line with the file in front: {refusal.Message}", refusal);
            }
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= FreeBytes + (BytesPerByte * Unpacking * bytes.Length)
            ? isRead
            : throw new InsufficientMemoryException($"{allocated} bytes for a file of {bytes.Length}");
    }
}
