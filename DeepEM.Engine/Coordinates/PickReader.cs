using DeepEM.Engine.Files;
using DeepEM.Engine.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Reads particles of many micrographs from what a user names: a folder, an index or one STAR file.</summary>
/// <remarks>
/// A folder of files per micrograph (<see cref="PickFolder"/>); an <c>autopick.star</c>, whose rows name the file of
/// each micrograph; a STAR file of particles with <c>_rlnMicrographName</c>, before or since RELION 3.1; or the
/// <c>.star</c> or <c>.box</c> file of one micrograph, which is matched by its name.
/// </remarks>
public static class PickReader
{
    private const string MicrographName = "_rlnMicrographName";
    private const string MicrographCoordinates = "_rlnMicrographCoordinates";

    /// <summary>Reads picks.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="scope">Whether picks below the threshold are wanted where there are such.</param>
    /// <param name="micrographs">Names or stems of the micrographs in question, or null. Given, a folder's other files
    /// are not read, and a stem that ends like a suffix (<c>grid_all</c>) is known for what it is.</param>
    /// <returns>The picks, with what was odd.</returns>
    /// <exception cref="InvalidFileException">Something cannot be read, or one micrograph has two files.</exception>
    public static PickSet Read(
        string path, PickScope scope = PickScope.Accepted, IEnumerable<string>? micrographs = null)
    {
        List<string> warnings = [];
        HashSet<string>? stems = micrographs?.Select(FileStem.Of).ToHashSet(StringComparer.Ordinal);
        if (!Directory.Exists(path))
        {
            return new PickSet(path, ReadFile(path, scope, stems, warnings), warnings);
        }

        IReadOnlyList<PickFile> files = PickFolder.List(path, stems);
        string index = Path.Combine(path, PickFolder.IndexName);
        if (files.Count == 0 && File.Exists(index))
        {
            return new PickSet(path, ReadFile(index, scope, stems, warnings), warnings);
        }

        IReadOnlyList<PickFile> chosen = PickFolder.Choose(path, files, scope, stems, warnings);
        return new PickSet(path, [.. chosen.Select(file => ReadOne(file.Path, file.Stem, warnings))], warnings);
    }

    private static List<MicrographPicks> ReadFile(
        string path, PickScope scope, HashSet<string>? stems, List<string> warnings)
    {
        if (PickFolder.IsBox(path))
        {
            return [ReadOne(path, PickFolder.Describe(path, stems).Stem, warnings)];
        }

        StarFile star = StarReader.Read(path);
        StarTable? index = star.Tables.FirstOrDefault(
            table => table.HasColumn(MicrographName) && table.HasColumn(MicrographCoordinates));
        if (index is not null)
        {
            return ReadIndex(index, scope, warnings);
        }

        Dictionary<string, List<Particle>> particles = ParticleTableReader.Read(star, warnings);
        return ParticleTableReader.HasMicrographNames(star)
            ? [.. particles.Select(pair => new MicrographPicks(pair.Key, path, pair.Value))]
            : [new MicrographPicks(PickFolder.Describe(path, stems).Stem, path, particles.GetValueOrDefault("", []))];
    }

    private static List<MicrographPicks> ReadIndex(StarTable index, PickScope scope, List<string> warnings)
    {
        List<MicrographPicks> picks = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int row = 0; row < index.RowCount; row++)
        {
            string name = index.Text(row, MicrographName);
            string file = index.Text(row, MicrographCoordinates);
            if (!names.Add(name))
            {
                throw index.Invalid(row, MicrographName, $"found {name} twice, expected each micrograph once");
            }

            string path = ProjectPath.Find(file, index.Path)
                ?? throw index.Invalid(row, MicrographCoordinates, $"found {file}, which is not there");
            picks.Add(ReadOne(scope == PickScope.All ? PickFolder.WithFloor(path) : path, name, warnings));
        }

        return picks;
    }

    private static MicrographPicks ReadOne(string path, string micrograph, List<string> warnings)
    {
        if (PickFolder.IsBox(path))
        {
            return new MicrographPicks(micrograph, path, BoxReader.Read(path, warnings));
        }

        Dictionary<string, List<Particle>> particles = ParticleTableReader.Read(StarReader.Read(path), warnings);
        return particles.Count <= 1
            ? new MicrographPicks(micrograph, path, particles.Values.FirstOrDefault([]))
            : throw new InvalidFileException(
                path,
                $"holds particles of {particles.Count} micrographs, expected those of {micrograph}; "
                + "name the file itself");
    }
}
