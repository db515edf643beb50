using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>Turns what a user names on a command line into micrographs.</summary>
/// <remarks>
/// An input is a file; a folder (its own micrographs as
/// <see cref="MicrographFileName"/> finds them, not stacks, not its subfolders, nothing that
/// <see cref="ByProductName"/> knows); a pattern (see
/// <see cref="Glob"/>); a STAR file with <c>_rlnMicrographName</c>; <c>@list.txt</c>, a text with an input a line; or
/// <c>-</c>, the same from the standard input. In lists empty lines and lines that begin with # are skipped. A file
/// whose name looks like a pattern is taken as the file. Names in a list or STAR file are looked for as
/// <see cref="ProjectPath"/> says.
/// </remarks>
public static class MicrographList
{
    /// <summary>Expands inputs.</summary>
    /// <param name="inputs">As given, in order.</param>
    /// <param name="standardInput">Read where an input is <c>-</c>.</param>
    /// <param name="notices">Receives what was left out of folders; null to say nothing.</param>
    /// <param name="keepsRows">Whether micrographs of a STAR file keep its row (<see cref="MicrographSource.Row"/>),
    /// and with it the text of the file.</param>
    /// <returns>Every micrograph once, where it was named first; folders and patterns in ordinal order.</returns>
    /// <exception cref="InvalidFileException">A file is missing, a folder or pattern gives no micrograph, or a list
    /// is wrong. A micrograph that a STAR file names and that is missing is kept, to be reported when it is read,
    /// unless all of them are missing.</exception>
    public static IReadOnlyList<MicrographSource> Expand(
        IEnumerable<string> inputs,
        TextReader standardInput,
        ICollection<Notice>? notices = null,
        bool keepsRows = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(standardInput);
        SourceList sources = new(notices, keepsRows);
        foreach (string input in inputs)
        {
            if (input == "-")
            {
                AddLines(standardInput, "standard input", sources);
            }
            else if (input.StartsWith('@') && !File.Exists(input))
            {
                string path = input[1..];
                using StringReader lines = new(Encoding.UTF8.GetString(InputFile.ReadAll(path)).TrimStart('\uFEFF'));
                AddLines(lines, path, sources);
            }
            else
            {
                Add(input, input, sources);
            }
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        return sources.FindAll(source => seen.Add(Path.GetFullPath(source.Path)));
    }

    private static void AddLines(TextReader reader, string list, SourceList sources)
    {
        int before = sources.Count;
        while (reader.ReadLine() is string line)
        {
            string name = line.Trim();
            if (name.Length > 0 && name[0] != '#')
            {
                Add(ProjectPath.Find(name, list) ?? name, name, sources);
            }
        }

        if (sources.Count == before)
        {
            throw new InvalidFileException(list, "names no micrograph");
        }
    }

    private static void Add(string path, string name, SourceList sources)
    {
        if (Directory.Exists(path))
        {
            AddFolder(path, sources);
        }
        else if (Path.Exists(path) || !Glob.IsPattern(path))
        {
            AddFile(path, name, sources);
        }
        else
        {
            IReadOnlyList<string> files = Glob.Expand(path);
            if (files.Count == 0)
            {
                throw new InvalidFileException(path, "matches no file");
            }

            foreach (string file in files)
            {
                AddFile(file, file, sources);
            }
        }
    }

    private static void AddFile(string path, string name, SourceList sources)
    {
        if (path.EndsWith(".star", StringComparison.OrdinalIgnoreCase))
        {
            AddStar(path, sources);
        }
        else if (Path.Exists(path))
        {
            sources.Add(new MicrographSource(path, name, null));
        }
        else
        {
            throw new InvalidFileException(path, "no such file");
        }
    }

    private static void AddFolder(string folder, SourceList sources)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }

        Array.Sort(files, StringComparer.Ordinal);
        IReadOnlyList<string> micrographs = MicrographFileName.Choose(files);
        if (micrographs.Count == 0)
        {
            throw new InvalidFileException(
                folder, $"the folder has no micrograph of its own ({MicrographFileName.Extensions})");
        }

        (IReadOnlyList<string> kept, IReadOnlyList<string> leftOut) = ByProductName.Sift(micrographs);
        if (leftOut.Count > 0)
        {
            sources.Notices?.Warn(
                folder,
                NoticeCode.NotMicrographs,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{leftOut.Count} of {micrographs.Count} files left out, being power spectra, gain references or "
                    + $"sums without dose weighting by their names, {Path.GetFileName(leftOut[0])} for example; a file "
                    + $"that is named itself is taken"));
        }

        sources.AddRange(kept.Select(file => new MicrographSource(file, file, null)));
    }

    private static void AddStar(string path, SourceList sources)
    {
        MicrographStar star = MicrographStar.Read(path);
        bool isAnyThere = false;
        int row = 0;
        foreach ((string name, double? pixelSize) in star.Rows)
        {
            string? found = ProjectPath.Find(name, path);
            isAnyThere |= found is not null;
            sources.Add(new MicrographSource(found ?? name, name, pixelSize)
            {
                Row = sources.KeepsRows ? star.RowOf(row) : null,
            });
            row++;
        }

        if (!isAnyThere)
        {
            throw new InvalidFileException(path, star.Rows.Count == 0
                ? $"data_{star.TableName} has no rows, expected micrographs"
                : $"none of its micrographs is there, the first being {star.Rows[0].Name}; start in the "
                    + "folder of the RELION project, to which they are relative");
        }
    }

    // What was found so far, and where to say what was not taken.
    private sealed class SourceList(ICollection<Notice>? notices, bool keepsRows) : List<MicrographSource>
    {
        public bool KeepsRows { get; } = keepsRows;

        public ICollection<Notice>? Notices { get; } = notices;
    }
}
