using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A whole picking: names of files in, files and a report out.</summary>
/// <param name="Micrographs">What is picked, as <see cref="MicrographList"/> takes it.</param>
/// <param name="Settings">What is asked for, with the folder of the outputs.</param>
public sealed record PickingJob(IReadOnlyList<string> Micrographs, PickingRunSettings Settings)
{
    /// <summary>The model's file; null for the general model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Diameter of the particle for the general model, angstrom.</summary>
    public double DiameterAngstrom { get; init; }

    /// <summary>Where to compute; see <see cref="DeviceGroup.Open"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of the CPU.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The command line, for the record of the run; empty where there was none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The list of all that are picked, for RELION.</summary>
    public string ListPath => Path.Combine(Settings.OutputFolder, PickingOutputs.ListFile);

    /// <summary>Every file that the job replaces whatever the micrographs are called.</summary>
    public IEnumerable<string> ReplacedPaths =>
        ((string[])[PickingOutputs.ListFile, PickingOutputs.ThresholdFile, RunRecord.FileName])
            .Select(name => Path.Combine(Settings.OutputFolder, name));

    /// <summary>Picks, and writes the record of the run beside the picks.</summary>
    /// <param name="standardInput">Read where a name is <c>-</c>.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the run after the micrographs under way.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="InvalidFileException">Micrographs or model cannot be read, or one micrograph cannot and the
    /// settings are strict.</exception>
    /// <exception cref="DeviceNotFoundException">There is no such device.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    public PickingReport Run(
        TextReader standardInput, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var micrographs = MicrographSequence.Of(MicrographList.Expand(Micrographs, standardInput));
        PickingModel model = ModelPath is null ? GeneralModel.For(DiameterAngstrom) : ModelFile.Read(ModelPath);
        using var devices = DeviceGroup.Open(Device, Threads);
        PickingReport report = PickingRun.Run(
            devices.Workers, model, micrographs, Settings, progress, cancellation) with
        {
            Device = devices.Summary,
        };
        RunRecord.Of(Arguments, devices.Description, Record(model, report))
            .Write(Path.Combine(Settings.OutputFolder, RunRecord.FileName));
        return report;
    }

    private Dictionary<string, object?> Record(PickingModel model, PickingReport report) => new()
    {
        ["Run"] = Settings,
        ["Picking"] = PickingSettings.Default with { Turns = Settings.Turns ?? model.Turns },
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
        ["Failures"] = report.Failures,
    };
}
