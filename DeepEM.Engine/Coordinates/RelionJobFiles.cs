using System.Text.RegularExpressions;

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
        _ofPicks.Contains(name, StringComparer.Ordinal) || Other().IsMatch(name);

    /// <summary>The file of a job's folder that names all of its picks.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>An index or a table of particles; null where there is none.</returns>
    public static string? FindPicks(string folder) =>
        _ofPicks.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    [GeneratedRegex(
        "^((job|job_pipeline|default_pipeline|note|summary|local_selection|backup_selection|class_averages"
        + "|micrographs|micrographs_ctf|micrographs_selected|corrected_micrographs)"
        + "|micrographs_split[0-9]+|coords_suffix_.+)\\.star$")]
    private static partial Regex Other();
}
