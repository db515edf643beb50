using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Which file each name in a folder of picks stands for: <c>finished/sources</c>.</summary>
/// <remarks>
/// Outputs are named after file names. Two grids picked one after the other into one folder may have equal ones: the
/// second must not replace the picks of the first. Written once a run, before it picks.
/// <code>for each name, in ordinal order: name of the outputs (UTF-8), 0, full path of the micrograph (UTF-8), 0</code>
/// </remarks>
/// <param name="folder">The folder of the picks.</param>
/// <param name="ledger">Says what is finished.</param>
internal sealed class PickedSources(string folder, PickingLedgers ledger)
{
    private const string FileName = "sources";

    private readonly string _path = Path.Combine(folder, PickingLedger.Folder, FileName);

    /// <summary>Takes the names for the micrographs of a run.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="names">How their outputs are named.</param>
    /// <param name="replaces">Whether picks of other micrographs may be replaced.</param>
    /// <returns>What is replaced although nobody can tell whether it is of the same micrographs.</returns>
    /// <exception cref="InvalidFileException">The folder holds picks of another micrograph of the same name.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public IEnumerable<Notice> Claim(IReadOnlyList<MicrographSource> sources, OutputNames names, bool replaces)
    {
        using OutputLock alone = ledger.Lock();
        SortedDictionary<string, string> taken = Read();
        List<(string Before, string Now)> others = [];
        List<(string Before, string Now)> gone = [];
        bool isNew = false;
        foreach (MicrographSource source in sources)
        {
            string name = names.Of(source);
            string path = Path.GetFullPath(source.Path);
            taken.TryGetValue(name, out string? before);
            if (before is not null && before != path && ledger.TryFind(name, out _) && File.Exists(path))
            {
                List<(string Before, string Now)>? odd = !File.Exists(before) ? gone
                    : FileIdentity.AreSame(before, path) || FileIdentity.LookAlike(before, path) ? null
                    : others;
                odd?.Add((before, source.Path));
            }

            isNew |= before != path;
            taken[name] = path;
        }

        if (others.Count > 0 && !replaces)
        {
            throw new InvalidFileException(
                others[0].Now,
                $"{folder} holds the picks of another micrograph of this name, {others[0].Before}"
                + (others.Count > 1 ? $", and {others.Count - 1} more like it" : string.Empty),
                code: NoticeCode.OutputTaken);
        }

        if (isNew)
        {
            AtomicFile.Write(_path, stream => Write(stream, taken));
        }

        return gone.Count == 0 || replaces ? [] :
        [
            Notice.Warning(
                gone[0].Now,
                NoticeCode.EarlierResult,
                $"picked again: {folder} held the picks of {gone[0].Before}, which is not there any more"
                + (gone.Count > 1 ? $", and {gone.Count - 1} more like it" : string.Empty)),
        ];
    }

    private SortedDictionary<string, string> Read()
    {
        SortedDictionary<string, string> taken = new(StringComparer.Ordinal);
        if (File.Exists(_path))
        {
            string[] texts = Encoding.UTF8.GetString(InputFile.ReadAll(_path)).Split('\0');
            for (int i = 0; i + 1 < texts.Length; i += 2)
            {
                taken[texts[i]] = texts[i + 1];
            }
        }

        return taken;
    }

    private static void Write(Stream stream, SortedDictionary<string, string> taken)
    {
        foreach ((string name, string path) in taken)
        {
            stream.Write(Encoding.UTF8.GetBytes($"{name}\0{path}\0"));
        }
    }
}
