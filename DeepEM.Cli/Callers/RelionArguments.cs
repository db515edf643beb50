using DeepEM.Cli.Options;
using DeepEM.Engine.Jobs.Relion;

namespace DeepEM.Cli.Callers;

/// <summary>The arguments with which RELION's External job starts a program, in words of this program.</summary>
/// <remarks>
/// RELION sends <c>--o External/job012/ [--in_mics F] [--in_parts F] [--in_coords F] ... --label value ... --j N</c>,
/// and <c>--pipeline_control DIR</c> where the name of the program has <c>relion_</c> in it. What is not named here is
/// an option of this program, for the command to judge.
/// </remarks>
/// <param name="Folder">The job's folder; null where it is not named.</param>
/// <param name="Words">The command line.</param>
/// <param name="Mistake">Why there is no command line; null where there is one.</param>
internal sealed record RelionArguments(string? Folder, IReadOnlyList<string> Words, string? Mistake)
{
    private const string FolderOption = "--o";
    private const string Micrographs = "--in_mics";

    // What goes into other fields of the job's window than a picker has a use for.
    private static readonly string[] _useless = ["--in_movies", "--in_3dref", "--in_mask"];

    private static readonly string[] _picks = ["--in_coords", "--in_parts"];

    private static readonly string[] _withValue =
        [FolderOption, Micrographs, "--j", "--pipeline_control", .. _useless, .. _picks];

    /// <summary>Takes them for a picking.</summary>
    /// <param name="args">The arguments.</param>
    public static RelionArguments ForPicking(IReadOnlyList<string> args) => Of("pick", args, given =>
        given.Picks is null
            ? ["pick", given.Micrographs, "--out", given.Folder]
            : throw new FormatException(
                $"{_picks[0]} or {_picks[1]} is given, which deepem-relion-pick has no use for; deepem-relion-train "
                + "has"));

    /// <summary>Takes them for a training.</summary>
    /// <param name="args">The arguments.</param>
    public static RelionArguments ForTraining(IReadOnlyList<string> args) => Of("train", args, given =>
    [
        "train", given.Micrographs, "--out", Path.Combine(given.Folder, RelionJobFolder.ModelFile),
        .. given.Picks is null ? Array.Empty<string>() : ["--picks", given.Picks],
    ]);

    private static RelionArguments Of(string command, IReadOnlyList<string> args, Func<Given, string[]> words)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            return new RelionArguments(null, [command, "--help"], null);
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        List<string> others = [];
        try
        {
            for (int i = 0; i < args.Count; i++)
            {
                if (!_withValue.Contains(args[i]))
                {
                    others.Add(args[i]);
                    continue;
                }

                values[args[i]] = i + 1 < args.Count ? args[i + 1] : throw new FormatException(
                    $"{args[i]} has no value");
                i++;
            }

            Given given = new(
                Required(values, FolderOption, "the job's folder, which RELION names"),
                Required(values, Micrographs, "RELION's field Input micrographs"),
                PicksOf(values));
            string[] threads = values.TryGetValue("--j", out string? count) ? ["--threads", count] : [];
            return new RelionArguments(
                given.Folder, [.. words(given), RelionJobOption.Name, .. threads, .. others], null);
        }
        catch (FormatException mistake)
        {
            return new RelionArguments(values.GetValueOrDefault(FolderOption), [], mistake.Message);
        }
    }

    private static string Required(Dictionary<string, string> values, string name, string what) =>
        values.GetValueOrDefault(name) is { Length: > 0 } value
            ? value
            : throw new FormatException($"{name} is missing, expected {what}");

    private static string? PicksOf(Dictionary<string, string> values)
    {
        if (_useless.FirstOrDefault(values.ContainsKey) is { } useless)
        {
            throw new FormatException($"{useless} is given, which a picker has no use for");
        }

        string[] given = [.. _picks.Where(values.ContainsKey).Select(name => values[name])];
        return given.Length < 2 ? given.FirstOrDefault() : throw new FormatException(
            $"{_picks[0]} and {_picks[1]} are both given, expected one of them");
    }

    private readonly record struct Given(string Folder, string Micrographs, string? Picks);
}
