using System.Text.RegularExpressions;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Coordinates;

/// <summary>The tables that jobs of RELION write into their folder for all micrographs at once, by name.</summary>
/// <remarks>The files of single micrographs lie below, in folders named after those of the movies.</remarks>
internal static partial class RelionJobFiles
{
    /// <summary>The picks of a folder that a verification wrote; it names those of all micrographs.</summary>
    public const string Verification = "verification.star";

    // Of several the first: an index of the files that the job made is nearer to what it picked than the particles.
    private static readonly string[] _ofPicks =
        ["autopick.star", "manualpick.star", "extractpick.star", "particles.star"];

    /// <summary>Whether a file is one of these, and therefore not that of a single micrograph.</summary>
    /// <param name="name">The file's name without folder.</param>
    public static bool Contains(string name) =>
        _ofPicks.Contains(name, StringComparer.Ordinal) || Other().IsMatch(name) || OfRefinement().IsMatch(name);

    /// <summary>The file of a job's folder that names all of its picks.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>An index or a table of particles; null where there is none. Of the iterations of a classification or
    /// refinement the result is taken, else the last.</returns>
    /// <exception cref="InvalidFileException">The folder cannot be listed.</exception>
    public static string? FindPicks(string folder) =>
        _ofPicks.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? Find(folder, "coords_suffix_*.star", CoordinateSuffix.IsOne)
        ?? Find(folder, "run_data.star", _ => true)
        ?? Find(folder, "run_*_data.star", path => OfRefinement().IsMatch(Path.GetFileName(path)));

    private static string? Find(string folder, string pattern, Func<string, bool> isOne)
    {
        try
        {
            // By iteration, not by name: a continued run is run_ct10_it025, and its iterations go on.
            return Directory.EnumerateFiles(folder, pattern)
                .Where(isOne)
                .OrderByDescending(path => Iteration().Match(path).Value, StringComparer.Ordinal)
                .ThenBy(path => path, StringComparer.Ordinal)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }
    }

    [GeneratedRegex(
        "^run(_ct[0-9]+)?(_it[0-9]{3})?(_half[12])?(_class[0-9]+)?_(data|model|optimiser|sampling)\\.star$")]
    private static partial Regex OfRefinement();

    [GeneratedRegex("_it[0-9]{3}(?=_data\\.star$)")]
    private static partial Regex Iteration();

    [GeneratedRegex(
        "^((job|job_pipeline|default_pipeline|RELION_OUTPUT_NODES|note|summary|local_selection|backup_selection"
        + "|class_averages|micrographs|micrographs_ctf|micrographs_selected|corrected_micrographs)"
        + "|micrographs_split[0-9]+|coords_suffix_.+)\\.star$")]
    private static partial Regex Other();
}
