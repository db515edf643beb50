using System.IO.Enumeration;
using System.Text.RegularExpressions;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>The file <c>coords_suffix_manualpick.star</c> of RELION 3.1, which stands for all picks of a job.</summary>
/// <remarks>
/// It holds no more than the name of the list of micrographs. What counts is its own name: the picks of
/// <c>MotionCorr/job002/Movies/mic.mrc</c> are <c>Movies/mic_manualpick.star</c> below its folder.
/// </remarks>
internal static partial class CoordinateSuffix
{
    /// <summary>Whether a file is one, by its name.</summary>
    /// <param name="path">The file.</param>
    public static bool IsOne(string path) => Name().IsMatch(Path.GetFileName(path));

    /// <summary>The files of picks that it stands for.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The name of each micrograph below its job, without extension, and the file of its picks, in ordinal
    /// order.</returns>
    /// <exception cref="InvalidFileException">The folder cannot be listed, or there is none.</exception>
    public static IReadOnlyList<(string Micrograph, string File)> Files(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        string ending = Name().Match(Path.GetFileName(path)).Groups[1].Value;
        try
        {
            // A link to a folder may lead back to where it lies.
            FileSystemEnumerable<string> found = new(
                folder,
                (ref entry) => entry.ToSpecifiedFullPath(),
                new EnumerationOptions { RecurseSubdirectories = true })
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory
                    && entry.FileName.Length > ending.Length
                    && entry.FileName.EndsWith(ending, StringComparison.Ordinal)
                    && !IsOne(entry.FileName.ToString()),
                ShouldRecursePredicate = (ref entry) =>
                    !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.FileName[0] != '.',
            };
            (string Micrograph, string File)[] files =
            [
                .. found.Order(StringComparer.Ordinal).Select(file =>
                    (Path.GetRelativePath(folder, file)[..^ending.Length].Replace('\\', '/'), file)),
            ];
            return files.Length > 0 ? files : throw new InvalidFileException(
                path, $"no file *{ending} is in its folder or below, expected the picks of micrographs");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }
    }

    [GeneratedRegex("^coords_suffix(_.+\\.star)$")]
    private static partial Regex Name();
}
