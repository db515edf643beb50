using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Cluster;

/// <summary>What a command line names as micrographs, as a list that stays the same while jobs wait.</summary>
/// <remarks>Folders and patterns become the files in them. A STAR file stays as it is: it knows pixel sizes.</remarks>
internal static class FrozenList
{
    /// <summary>Writes the list, a name a line.</summary>
    /// <param name="path">The list.</param>
    /// <param name="inputs">As typed, in order.</param>
    /// <param name="standardInput">Read where an input is <c>-</c>.</param>
    /// <param name="notices">Receives what was left out of folders.</param>
    /// <exception cref="InvalidFileException">There are no such micrographs, or a list cannot hold a name.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(
        string path, IEnumerable<string> inputs, TextReader standardInput, ICollection<Notice> notices)
    {
        string[] lines = [.. inputs.SelectMany(input => Lines(input, standardInput, notices))];
        AtomicFile.WriteText(path, writer =>
        {
            foreach (string line in lines)
            {
                writer.Write(line);
                writer.Write('\n');
            }
        });
    }

    private static IEnumerable<string> Lines(string input, TextReader standardInput, ICollection<Notice> notices)
    {
        if (input == "-")
        {
            return Lines(standardInput, "standard input", notices);
        }

        if (!input.StartsWith('@') || File.Exists(input))
        {
            return Files(input, input, notices);
        }

        string list = input[1..];
        using StringReader lines = new(Encoding.UTF8.GetString(InputFile.ReadAll(list)).TrimStart('\uFEFF'));
        return Lines(lines, list, notices);
    }

    private static List<string> Lines(TextReader reader, string list, ICollection<Notice> notices)
    {
        List<string> lines = [];
        while (reader.ReadLine() is string line)
        {
            string name = line.Trim();
            if (name.Length > 0 && name[0] != '#')
            {
                lines.AddRange(Files(ProjectPath.Find(name, list) ?? name, name, notices));
            }
        }

        return lines.Count > 0 ? lines : throw new InvalidFileException(list, "names no micrograph");
    }

    // A name that holds in this folder stays: it goes into autopick.star.
    private static IEnumerable<string> Files(string path, string name, ICollection<Notice> notices) =>
        File.Exists(path)
            ? [Held(Path.Exists(name) ? name : path)]
            : MicrographList.Expand([path], TextReader.Null, notices).Select(source => Held(source.Path));

    private static string Held(string name)
    {
        string held = name.StartsWith('#') ? Path.GetFullPath(name) : name;
        return held == held.Trim() && !held.Contains('\n')
            ? held
            : throw new InvalidFileException(name, "a list cannot hold a name with a line break or a blank at its end");
    }
}
