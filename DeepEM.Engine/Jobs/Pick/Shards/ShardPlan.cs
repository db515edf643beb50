using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick.Shards;

/// <summary>What the shards of a picking have in common, for a merge: <c>finished/plan.json</c>, and the model beside
/// it.</summary>
/// <remarks>
/// Every shard writes the same bytes, the first time that it has finished a micrograph; where they are there already it
/// writes nothing.
/// </remarks>
/// <param name="Run">Digest of what the picks of all micrographs depend on, in hexadecimal digits.</param>
/// <param name="SeenDiameter">Diameter at which the network saw the particles, pixels.</param>
/// <param name="IsInverted">Whether it saw the micrographs inverted.</param>
/// <param name="Settings">What was asked for, without the folder.</param>
/// <param name="Micrographs">The whole list, in its order, with full paths.</param>
internal sealed record ShardPlan(
    string Run,
    double SeenDiameter,
    bool IsInverted,
    PickingRunSettings Settings,
    IReadOnlyList<MicrographSource> Micrographs)
{
    /// <summary>Its file, below the folder of the picks.</summary>
    public const string FileName = $"{PickingLedger.Folder}/plan.json";

    /// <summary>The model that was picked with, below the folder of the picks.</summary>
    public const string ModelFileName = $"{PickingLedger.Folder}/model.deepem";

    private static readonly JsonSerializerOptions _json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>The plan of a run.</summary>
    /// <param name="run">Digest of what the picks of all micrographs depend on.</param>
    /// <param name="survey">How the micrographs are shown to the network.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="micrographs">The whole list.</param>
    public static ShardPlan Of(
        UInt128 run, SurveyResult survey, PickingRunSettings settings, IReadOnlyList<MicrographSource> micrographs) =>
        new(
            run.ToString("x32", CultureInfo.InvariantCulture),
            survey.SeenDiameter,
            survey.IsInverted,
            settings with
            {
                OutputFolder = string.Empty,
                MaskFolder = settings.MaskFolder is { } masks ? Path.GetFullPath(masks) : null,
                Overwrite = false,
                Strict = false,
            },
            [.. micrographs.Select(source => source with { Path = Path.GetFullPath(source.Path) })]);

    /// <summary>Reads the plan of a folder.</summary>
    /// <param name="folder">The folder of the picks.</param>
    /// <exception cref="InvalidFileException">There is none, or it is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ShardPlan Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidFileException(
                folder,
                Directory.Exists(folder) ? "holds no shards of a picking that have finished a micrograph"
                : "no such folder");
        }

        try
        {
            ShardPlan? plan = JsonSerializer.Deserialize<ShardPlan>(InputFile.ReadAll(path), _json);
            return plan is { Run.Length: 32, Settings: not null, Micrographs: not null } whole
                && whole.Micrographs.All(source => source is { Path.Length: > 0, Name.Length: > 0 })
                    ? whole
                    : throw new InvalidFileException(path, "is no plan of shards");
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidFileException(path, "is no plan of shards", damaged);
        }
    }

    /// <summary>Writes plan and model, where others are there or none.</summary>
    /// <param name="folder">The folder of the picks.</param>
    /// <param name="model">The model, before settings of the run replace its own.</param>
    /// <exception cref="IOException">One of them cannot be written.</exception>
    public void Write(string folder, PickingModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model);
        Replace(Path.Combine(folder, ModelFileName), stream.ToArray());
        Replace(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, _json));
    }

    /// <summary>Whether a micrograph is finished as this plan has it.</summary>
    /// <param name="record">The record of the micrograph.</param>
    public bool Covers(PickingRecord record) =>
        record.Run.ToString("x32", CultureInfo.InvariantCulture) == Run;

    private static void Replace(string path, byte[] bytes)
    {
        if (!File.Exists(path) || !InputFile.ReadAll(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
    }
}
