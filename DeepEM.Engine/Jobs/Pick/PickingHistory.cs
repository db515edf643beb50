using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Keeps which micrographs of a folder are finished: a small file <c>finished/NAME.json</c> for each.
/// </summary>
/// <remarks>
/// It is removed before the first output of a micrograph is written and comes back after the last: a run that is killed
/// in between has not finished the micrograph, and never are outputs of two runs taken for those of one.
/// </remarks>
internal sealed class PickingHistory(string folder)
{
    /// <summary>The folder of the records, within that of the outputs.</summary>
    public const string Folder = "finished";

    // Far more than any record; what is longer is none.
    private const long LongestRecord = 1 << 20;

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The record of a micrograph whose files are all there; null where there is none or it is damaged.
    /// </summary>
    public PickingRecord? Find(string name)
    {
        PickingRecord? record = Read(PathOf(name));
        return record is not null && record.Outputs.All(output => File.Exists(Path.Combine(folder, output)))
            ? record
            : null;
    }

    /// <summary>Waits until no other program writes a micrograph's files here, and keeps others waiting: the files
    /// and the record of one micrograph are always of one run.</summary>
    /// <exception cref="IOException">The folder cannot be written to, or another program stands still.</exception>
    public OutputLock Lock()
    {
        string records = Path.Combine(folder, Folder);
        OutputFolder.Make(records);
        return OutputLock.Take(Path.Combine(records, ".lock"));
    }

    /// <summary>Takes a micrograph for unfinished from now on.</summary>
    /// <exception cref="IOException">Its record could not be removed.</exception>
    public void Forget(string name) => AtomicFile.Delete(PathOf(name));

    /// <summary>Takes a micrograph for finished from now on; all its outputs are written.</summary>
    /// <exception cref="IOException">The record could not be written.</exception>
    public void Keep(string name, PickingRecord record)
    {
        string path = PathOf(name);
        OutputFolder.Make(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, writer => writer.Write(JsonSerializer.Serialize(record, _json) + "\n"));
    }

    // Whatever is wrong with a record: the micrograph is picked again.
    private static PickingRecord? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using SafeFileHandle file = InputFile.Open(path);
            long length = InputFile.Length(path, file);
            if (length > LongestRecord)
            {
                return null;
            }

            byte[] bytes = new byte[length];
            InputFile.ReadExactly(path, file, bytes, 0);
            PickingRecord? record = JsonSerializer.Deserialize<PickingRecord>(bytes);
            return record is { Facts: not null, Outputs: not null, Picks: >= 0 } && !record.Outputs.Contains(null!)
                ? record
                : null;
        }
        catch (Exception exception) when (exception is InvalidFileException or JsonException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(folder, Folder, $"{name}.json");
}
