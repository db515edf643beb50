using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>What an evaluation writes; what is null is not written.</summary>
public sealed record EvaluationOutputs
{
    private const string RecordName = "evaluate.settings.json";

    /// <summary>A file for all figures as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>A picture of precision over recall; its table goes beside it.</summary>
    public string? Curve { get; init; }

    /// <summary>A folder for pictures of the micrographs.</summary>
    public string? Pictures { get; init; }

    /// <summary>Where the settings go: beside the first file, or into the folder; null without outputs.</summary>
    /// <remarks>Not settings.json, which in a folder of picks tells how they were made. Nothing goes beside a pipe or a
    /// device.</remarks>
    public string? Record => (new[] { Json, Curve }.FirstOrDefault(IsFile), Pictures) switch
    {
        ({ } file, _) => RunRecord.PathBeside(file),
        (_, { } folder) => Path.Combine(folder, RecordName),
        _ => null,
    };

    private static bool IsFile(string? path) => path is not null && !OutputFile.IsStream(path);

    /// <summary>Refuses outputs that cannot be written or are inputs.</summary>
    /// <param name="inputs">Files and folders that are read.</param>
    internal void Require(IEnumerable<string> inputs)
    {
        string[] read = [.. inputs];
        if (Json is not null)
        {
            OutputFile.Require(Json, read);
        }

        if (Curve is not null)
        {
            string table = EvaluationPictures.CurveTablePath(Curve);
            if (table == Curve)
            {
                throw new SettingsException(
                    Curve, NoticeCode.SettingsConflict, "is the name of the table, expected the name of a picture");
            }

            OutputFile.RequireOrFolder([Curve, table], read);
        }

        if (Record is not null)
        {
            OutputFile.RequireOrFolder([Record], read);
        }
    }
}
