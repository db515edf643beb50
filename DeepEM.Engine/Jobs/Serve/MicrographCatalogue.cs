using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>The micrographs of a project: a list that only grows, so that a number always means the same one. Safe for
/// several threads.</summary>
internal sealed class MicrographCatalogue
{
    private readonly Lock _lock = new();
    private readonly List<ServedMicrograph> _all = [];
    private readonly Dictionary<string, int> _byOutput = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byPath = new(StringComparer.Ordinal);
    private OutputNames? _names;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>How outputs are named: by folders, too, where two of the first micrographs had one name.</summary>
    public OutputNames Names => _names ?? OutputNames.Stems;

    /// <summary>A micrograph.</summary>
    /// <param name="index">Its number, from 0.</param>
    public ServedMicrograph this[int index]
    {
        get
        {
            lock (_lock)
            {
                return _all[index];
            }
        }
    }

    /// <summary>All, as they are now.</summary>
    public IReadOnlyList<ServedMicrograph> All()
    {
        lock (_lock)
        {
            return [.. _all];
        }
    }

    /// <summary>The number of a micrograph.</summary>
    /// <param name="output">Name of its outputs.</param>
    /// <param name="index">Its number.</param>
    public bool TryFind(string output, out int index)
    {
        lock (_lock)
        {
            return _byOutput.TryGetValue(output, out index);
        }
    }

    /// <summary>Adds micrographs; those that are there already are left out.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <returns>Numbers of the new ones, and of those that cannot be added why.</returns>
    public (IReadOnlyList<int> Added, IReadOnlyList<Notice> Refused) Add(IReadOnlyList<MicrographSource> sources)
    {
        List<int> added = [];
        List<Notice> refused = [];
        lock (_lock)
        {
            _names ??= sources.Count == 0 ? null : OutputNames.For(sources);
            foreach (MicrographSource source in sources)
            {
                string path = Path.GetFullPath(source.Path);
                if (_byPath.ContainsKey(path))
                {
                    continue;
                }

                string output = _names!.Of(source);
                if (_byOutput.ContainsKey(output))
                {
                    refused.Warn(
                        source.Path,
                        NoticeCode.NameClash,
                        $"has the name of another micrograph of the project ({output}): labels and picks could not be "
                        + "told apart; make a project of its own for this folder");
                    continue;
                }

                _byPath.Add(path, _all.Count);
                _byOutput.Add(output, _all.Count);
                added.Add(_all.Count);
                _all.Add(new ServedMicrograph(source, output) { Defocus = DefocusOf(source) });
            }
        }

        return (added, refused);
    }

    /// <summary>Changes what is known of a micrograph.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="change">Gives it anew.</param>
    public void Change(int index, Func<ServedMicrograph, ServedMicrograph> change)
    {
        lock (_lock)
        {
            _all[index] = change(_all[index]);
        }
    }

    // A column that is no number is a list without it.
    private static double? DefocusOf(MicrographSource source)
    {
        try
        {
            return source.Row is { } row && row.Table.HasColumn(RelionLabels.DefocusU)
                ? row.Table.Number(row.Number, RelionLabels.DefocusU)
                : null;
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }
}
