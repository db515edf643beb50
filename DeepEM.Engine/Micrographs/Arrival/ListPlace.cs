using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>A STAR file that names micrographs and is written anew as more are made, as RELION does.</summary>
/// <remarks>
/// RELION writes it in place: a file that cannot be read, or has fewer rows than before, is being written. A name whose
/// file is not there yet is looked for again at every scan.
/// </remarks>
/// <param name="list">The file.</param>
internal sealed class ListPlace(string list) : IArrivalPlace
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private OutputNames? _names;
    private FileLook? _look;
    private bool _isAnyMissing;

    /// <inheritdoc/>
    public string Path => list;

    /// <inheritdoc/>
    public OutputNames Names => _names ?? OutputNames.Stems;

    /// <summary>The order of the list as it is now; those that it names no more come last.</summary>
    public IComparer<MicrographSource> Order => Comparer<MicrographSource>.Create((first, second) =>
    {
        int rows = RowOf(first).CompareTo(RowOf(second));
        return rows == 0 ? string.CompareOrdinal(first.Name, second.Name) : rows;
    });

    /// <inheritdoc/>
    public IReadOnlyList<MicrographSource> Scan(bool isLate)
    {
        FileLook look = Look();
        if (look == _look && !_isAnyMissing)
        {
            return [];
        }

        MicrographStar star = MicrographStar.Read(list);
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach ((string name, _) in star.Rows)
        {
            rows.TryAdd(name, rows.Count);
        }

        if (rows.Count < _rows.Count && !isLate)
        {
            throw new InvalidFileException(
                list, $"has {rows.Count} rows, had {_rows.Count} before: it is being written");
        }

        (_look, _rows, _isAnyMissing) = (look, rows, false);
        List<MicrographSource> found = [];
        List<MicrographSource> all = [];
        foreach ((string name, double? pixelSize) in star.Rows.Where(row => !_given.Contains(row.Name)))
        {
            string? path = ProjectPath.Find(name, list);
            var source = new MicrographSource(path ?? name, name, pixelSize);
            all.Add(source);
            if (path is null)
            {
                _isAnyMissing = true;
            }
            else if (_given.Add(name))
            {
                found.Add(source);
            }
        }

        _names ??= OutputNames.For(all);
        return found;
    }

    /// <inheritdoc/>
    public bool Covers(string path) =>
        _given.Any(name => ProjectPath.Find(name, list) is { } found && System.IO.Path.GetFullPath(found) == path);

    private int RowOf(MicrographSource source) => _rows.GetValueOrDefault(source.Name, int.MaxValue);

    private FileLook Look()
    {
        using SafeFileHandle file = InputFile.Open(list);
        return FileLook.At(list, file);
    }
}
