using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Reads particles of many micrographs from what a user names: a folder, an index or one file.</summary>
/// <remarks>
/// A folder of files per micrograph (<see cref="PickFolder"/>); the folder of a RELION job, whose index or table of
/// particles is read (<see cref="RelionJobFiles"/>), or that of a verification, whose table of picks is read; an index
/// such as <c>autopick.star</c>, whose rows name the file of each micrograph; RELION 3.1's file of a suffix
/// (<see cref="CoordinateSuffix"/>); a file that names micrographs itself
/// (RELION's particles, Topaz, CSV, cryoSPARC); or the file of one micrograph, which is matched by its name. Formats
/// are told apart by <see cref="CoordinateFileReader"/>.
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
    /// <param name="failures">Receives files of a folder or index that cannot be read, which are then left out; null
    /// to stop at the first.</param>
    /// <param name="keepsTables">Whether picks of STAR files keep the table with all its columns
    /// (<see cref="MicrographPicks.Table"/>). They are then still to be centred (<see cref="ParticleTable.Centre"/>),
    /// for whoever wants the table may know pixel sizes that the file does not say.</param>
    /// <returns>The picks, with what was odd.</returns>
    /// <exception cref="InvalidFileException">Something cannot be read, or one micrograph has two files.</exception>
    public static PickSet Read(
        string path,
        PickScope scope = PickScope.Accepted,
        IEnumerable<string>? micrographs = null,
        ICollection<InvalidFileException>? failures = null,
        bool keepsTables = false)
    {
        List<Notice> warnings = [];
        Reading reading = new(warnings, failures, keepsTables);
        HashSet<string>? stems = micrographs?.Select(FileStem.Of).ToHashSet(StringComparer.Ordinal);
        if (!Directory.Exists(path))
        {
            return new PickSet(path, ReadFile(path, scope, stems, reading), warnings);
        }

        string verified = Path.Combine(path, RelionJobFiles.Verification);
        if (File.Exists(verified))
        {
            return new PickSet(path, ReadFile(verified, scope, stems, reading), warnings);
        }

        IReadOnlyList<PickFile> files = PickFolder.List(path, stems);
        if (files.Count == 0 && RelionJobFiles.FindPicks(path) is { } index)
        {
            return new PickSet(path, ReadFile(index, scope, stems, reading), warnings);
        }

        IReadOnlyList<PickFile> chosen = PickFolder.Choose(path, files, scope, stems, warnings);
        List<MicrographPicks> picks = [];
        foreach (PickFile file in chosen)
        {
            AddOne(file, picks, reading);
        }

        return new PickSet(path, picks, warnings);
    }

    private static IReadOnlyList<MicrographPicks> ReadFile(
        string path, PickScope scope, HashSet<string>? stems, Reading reading)
    {
        if (CoordinateSuffix.IsOne(path))
        {
            return ReadSuffix(path, scope, reading);
        }

        byte[] bytes = InputFile.ReadAll(path);
        CoordinateFile file;
        if (CoordinateFileReader.IsStar(path, bytes))
        {
            StarFile star = StarReader.Parse(path, bytes);
            StarTable? index = star.Tables.FirstOrDefault(
                table => table.HasColumn(MicrographName) && table.HasColumn(MicrographCoordinates));
            if (index is not null)
            {
                return ReadIndex(index, scope, reading);
            }

            file = CoordinateFileReader.FromStar(star, reading.Warnings, reading.KeepsTables);
        }
        else
        {
            file = CoordinateFileReader.Parse(path, bytes, reading.Warnings, reading.KeepsTables);
        }

        return file.HasNames ? file.Micrographs : [file.ForMicrograph(PickFolder.Describe(path, stems).Stem)];
    }

    private static List<MicrographPicks> ReadIndex(StarTable index, PickScope scope, Reading reading)
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

            if (ProjectPath.Find(file, index.Path) is { } path)
            {
                AddOne(new(scope == PickScope.All ? PickFolder.WithFloor(path) : path, name, false), picks, reading);
                continue;
            }

            InvalidFileException missing = index.Invalid(
                row, MicrographCoordinates, $"found {file}, which is not there");
            if (reading.Failures is null)
            {
                throw missing;
            }

            reading.Failures.Add(missing);
        }

        return picks;
    }

    private static List<MicrographPicks> ReadSuffix(string path, PickScope scope, Reading reading)
    {
        List<MicrographPicks> picks = [];
        foreach ((string micrograph, string file) in CoordinateSuffix.Files(path))
        {
            AddOne(
                new(scope == PickScope.All ? PickFolder.WithFloor(file) : file, micrograph, false), picks, reading);
        }

        return picks;
    }

    private static void AddOne(PickFile file, List<MicrographPicks> picks, Reading reading)
    {
        try
        {
            MicrographPicks read = ReadOne(file.Path, file.Stem, reading);
            foreach (string other in file.Others)
            {
                RequireSame(read, other, reading);
            }

            picks.Add(read);
        }
        catch (InvalidFileException exception) when (reading.Failures is not null)
        {
            reading.Failures.Add(exception);
        }
    }

    private static MicrographPicks ReadOne(string path, string micrograph, Reading reading) =>
        CoordinateFileReader.Read(path, reading.Warnings, reading.KeepsTables).ForMicrograph(micrograph);

    private static void RequireSame(MicrographPicks read, string other, Reading reading)
    {
        if (!SamePicks.Are(read.Particles, ReadOne(other, read.Micrograph, reading).Particles))
        {
            string[] names = [Path.GetFileName(other), Path.GetFileName(read.Source)];
            Array.Sort(names, StringComparer.Ordinal);
            throw new InvalidFileException(
                Path.GetDirectoryName(other) ?? other,
                $"{names[0]} and {names[1]} are both picks of {read.Micrograph} and differ, expected one file per "
                + "micrograph");
        }
    }

    // How one reading goes about it, and what it has to say.
    private sealed record Reading(
        List<Notice> Warnings, ICollection<InvalidFileException>? Failures, bool KeepsTables);
}
