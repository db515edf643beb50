using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>The data sets of a study, from a JSON file.</summary>
/// <remarks>
/// <code>{ "sets": [ { "name": "klh", "train": "train", "train_picks": "train/truth", "test": "test",
/// "test_truth": "test/truth", "diameter": 350, "pixel_size": 2.2 } ] }</code>
/// with the fields of <see cref="StudySet"/> in snake case. Paths are relative to the file.
/// </remarks>
/// <param name="Sets">The sets, at least one, of different names.</param>
public sealed record StudyPlan(IReadOnlyList<StudySet> Sets)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The plan, with all paths resolved.</returns>
    /// <exception cref="InvalidFileException">It is no plan, or a number in it is out of range.</exception>
    public static StudyPlan Read(string path)
    {
        byte[] bytes = InputFile.ReadAll(path);
        StudyPlan plan;
        try
        {
            plan = JsonSerializer.Deserialize<StudyPlan>(bytes, _json)
                ?? throw new InvalidFileException(path, "holds null, expected an object with sets");
        }
        catch (JsonException exception)
        {
            // The message ends in places that are named in a clearer way here.
            string reason = exception.Message.Split(" Path: ")[0].ReplaceLineEndings(" ");
            throw new InvalidFileException(
                path, $"line {exception.LineNumber + 1}, {exception.Path ?? "$"}: {reason}", exception);
        }

        // The serializer looks for null in members, not in lists.
        if (plan.Sets.Count == 0 || plan.Sets.Contains(null!))
        {
            throw new InvalidFileException(path, "sets is empty or holds null, expected at least one set");
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (StudySet set in plan.Sets)
        {
            string? fault = set.Fault() ?? (names.Add(set.Name) ? null : $"set {set.Name} occurs twice");
            if (fault is not null)
            {
                throw new InvalidFileException(path, fault);
            }
        }

        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        return new StudyPlan([.. plan.Sets.Select(set => Resolved(set, folder))]);
    }

    private static StudySet Resolved(StudySet set, string folder) => set with
    {
        TrainMicrographs = Resolved(set.TrainMicrographs, folder),
        TrainPicks = Resolved(set.TrainPicks, folder),
        TrainIgnore = Resolved(set.TrainIgnore, folder),
        TestMicrographs = Resolved(set.TestMicrographs, folder)!,
        TestTruth = Resolved(set.TestTruth, folder)!,
        TestIgnore = Resolved(set.TestIgnore, folder),
        Start = TrainingStart.IsFile(set.Start) ? Resolved(set.Start, folder)! : set.Start,
    };

    // A list of micrographs is named with @ in front.
    private static string? Resolved(string? path, string folder) => path switch
    {
        null => null,
        ['@', .. string list] => "@" + Path.Combine(folder, list),
        _ => Path.Combine(folder, path),
    };
}
