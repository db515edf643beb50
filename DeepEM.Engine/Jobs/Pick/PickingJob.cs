using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A picking from files to files: micrographs and a model in, particles for RELION and a report out.
/// </summary>
/// <param name="Micrographs">What is picked.</param>
/// <param name="Settings">What is asked for, with the folder of the outputs.</param>
public sealed record PickingJob(MicrographSequence Micrographs, PickingRunSettings Settings)
{
    /// <summary>The model's file; null for the general model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Diameter of the particle for the general model, angstrom.</summary>
    public double DiameterAngstrom { get; init; }

    /// <summary>Where to compute; see <see cref="DeviceGroup.Open"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of the CPU.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Files that were named beside the model, lists for example, and must not be replaced.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The list of all that are picked, for RELION.</summary>
    public string ListPath => Path.Combine(Settings.OutputFolder, PickingOutputs.ListFile);

    // A shard leaves the record of the whole to the merge.
    private string RecordPath => Path.Combine(
        Settings.OutputFolder,
        Settings.Shard is { } shard ? $"{PickingLedger.Folder}/settings{shard.Suffix}.json" : RunRecord.FileName);

    /// <summary>Picks, and writes the record of the run beside the picks.</summary>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="SettingsException">An output is one of the inputs, or a distance is asked for that the model's
    /// way of picking does not take.</exception>
    /// <exception cref="InvalidFileException">The model cannot be read, or a micrograph cannot and the settings are
    /// strict.</exception>
    /// <exception cref="DeviceNotFoundException">There is no such device.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    public PickingReport Run(JobContext? context = null) => Run(context ?? JobContext.Silent, observer: null);

    /// <summary>Picks, and tells an observer of every micrograph.</summary>
    internal PickingReport Run(JobContext context, IPickingObserver? observer)
    {
        RequireOutputs();
        PickingModel model = ReadModel();
        if (model.Method.SeesRaw && Settings.MinimumDistanceAngstrom is not null)
        {
            throw new SettingsException(
                string.Empty,
                NoticeCode.SettingsConflict,
                "the published way of picking has a distance of its own; deepem select enforces a larger one");
        }

        using var devices = DeviceGroup.Open(Device, Threads);
        PickingReport report = PickingRun.Run(
            devices.Workers, model, Micrographs, Settings, context, observer) with
        {
            Device = devices.Summary,
        };
        RunRecord.Of(context.Arguments, devices.Description, Record(model, report))
            .Write(RecordPath, PickingJson.Default);
        return report with
        {
            Written = Settings.Shard is null ? [.. report.Written, RunRecord.FileName] : report.Written,
        };
    }

    /// <summary>The model that is picked with.</summary>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    internal PickingModel ReadModel() =>
        ModelPath is null ? GeneralModel.For(DiameterAngstrom) : ModelFile.Read(ModelPath);

    /// <summary>Refuses outputs that cannot be written, or would replace an input.</summary>
    /// <remarks>The folder need not be there yet; then nothing in it can be an input.</remarks>
    internal void RequireOutputs()
    {
        OutputFile.RequireFolder(Settings.OutputFolder);
        string[] inputs = ModelPath is { } model ? [.. Inputs, model] : [.. Inputs];
        string[] replaced =
        [
            PickingOutputs.ListFile, PickTable.FileName, PickingOutputs.ThresholdFile, PickingOutputs.ReportFile,
            RunRecord.FileName,
        ];
        foreach (string name in Directory.Exists(Settings.OutputFolder) ? replaced : [])
        {
            OutputFile.Require(Path.Combine(Settings.OutputFolder, name), inputs);
        }
    }

    /// <summary>Every setting of the run and what it gave, for its record.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">What it gave.</param>
    internal Dictionary<string, object?> Record(PickingModel model, PickingReport report) => new()
    {
        ["Run"] = Settings,
        ["Picking"] = PickingSettings.Default with
        {
            Turns = Settings.Turns ?? model.Turns,
            MinimumDistance = (Settings.MinimumDistanceAngstrom / model.DiameterAngstrom)
                ?? PickingSettings.Default.MinimumDistance,
        },
        ["SeenDiameter"] = report.Survey?.SeenDiameter,
        ["IsInverted"] = report.Survey?.IsInverted,
        ["Survey"] = report.Survey?.Sizes.Select(size => string.Create(
            CultureInfo.InvariantCulture,
            $"{size.SeenDiameter:F1} px{(size.IsInverted ? ", inverted" : string.Empty)}: {size.Certain}")).ToArray(),
        ["Threads"] = Threads,
        ["Threshold"] = report.Threshold,
        ["ModelVersion"] = model.ProgramVersion,
        ["ModelSeed"] = model.Seed,
        ["ModelPreset"] = model.Preset,
        ["ModelNetwork"] = model.Network.ToString(),
        ["ModelIsGeneral"] = model.IsGeneral,
        ["ModelBinnedPixelSizeAngstrom"] = model.IsGeneral ? null : model.BinnedPixelSizeAngstrom,
        ["DiameterAngstrom"] = model.DiameterAngstrom,
        ["EdgeMarginAngstrom"] = Settings.EdgeMarginAngstrom ?? model.EdgeMarginAngstrom,
        ["MaskLimits"] = Settings.FindsMask ? model.MaskLimits : null,
        ["ModelContrast"] = model.Contrast,
        ["Deviation"] = Settings.Deviation ?? model.Deviation,
        ["Micrographs"] = report.Picked,
        ["Skipped"] = report.Skipped,
        ["Left"] = report.Left,
        ["Picks"] = report.Picks,
        ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
    };
}
