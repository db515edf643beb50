using DeepEM.Engine.Foundation;
using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem pick</c>: finds the particles of micrographs with a trained model.</summary>
internal sealed class PickCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly Option<string?> _model = PathOption.Optional(
        "--model", "MODEL", "Model file that deepem train wrote; or give --diameter to pick without any training");

    private readonly Option<double?> _diameter = NumberOption.OptionalReal(
        "--diameter",
        "A",
        "Diameter of the particle in angstrom: picks with the general model that comes with the program",
        RealRange.PositiveUpTo(100_000),
        "that of the model");

    private readonly Option<string> _out = PathOption.Required(
        "--out",
        "DIR",
        "Folder to write, made if need be: autopick.star, NAME_autopick.star per micrograph, NAME_all.star with "
        + "everything that scores above 0.01, pictures/, settings.json; and thresholds.csv, for each threshold the "
        + "number of picks and the precision, recall and F1 to be expected if the scores are right (not measured: "
        + "deepem evaluate does that with labels; recall is of what scores above 0.01). Micrographs that DIR has from "
        + "an earlier run with the same model, settings and files are skipped; finished/ says what was");

    private readonly Option<double?> _threshold = CommonOptions.Threshold();

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly ReadingOptions _reading = new();

    private readonly Option<int> _pictures = NumberOption.Whole(
        "--pictures", "How many micrographs to draw with their picks, from the first on", 0, int.MaxValue, 4);

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first micrograph that cannot be picked [default: report it and go on]",
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Pick anew what an earlier run has finished [default: skip it]",
    };

    private readonly Option<bool> _box = new("--box")
    {
        Description = "Write NAME.box for EMAN as well",
    };

    private readonly Option<int> _step = NumberOption.Whole(
        "--step", "Published presets: pixels between neighbouring windows of the scan", 1, 1000, 20);

    private readonly Option<DeviationRange?> _deviation = DeviationOption.Create();

    private readonly Option<bool> _noMask = MaskOption.Off();

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<bool> _writeMasks = new("--write-masks")
    {
        Description = "Write what was masked as masks/NAME.mrc: 1 where nothing was picked. deepem evaluate --pictures "
            + "draws it",
    };

    private readonly Option<double?> _edge = NumberOption.OptionalReal(
        "--edge",
        "A",
        "Leave out picks nearer to the border than this, angstrom",
        RealRange.FromTo(0, 100_000),
        "the model's margin, found from the labels");

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create(
        "a micrograph whose grey levels have their longer tail on the other side than those of the training is "
        + "inverted");

    private readonly Option<int?> _turns = TurnsOption.Create();

    private readonly ComputeOptions _compute = new(takesSeveral: true);

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        PickCommand options = new();
        Command command = new("pick", "Picks particles with a trained model or the general one.")
        {
            options._micrographs,
            options._model,
            options._diameter,
            options._out,
            options._threshold,
            options._pixelSize,
            options._reading.Slice,
            options._reading.Rows,
            options._pictures,
            options._strict,
            options._overwrite,
            options._box,
            options._step,
            options._deviation,
            options._noMask,
            options._mask,
            options._maskKeeps,
            options._writeMasks,
            options._edge,
            options._contrast,
            options._turns,
            options._compute.Device,
            options._compute.Threads,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        RunLog log = LogOption.Of(result);
        string folder = result.GetRequiredValue(_out);
        string list = Path.Combine(folder, "autopick.star");
        string? modelPath = result.GetValue(_model);
        double? diameter = result.GetValue(_diameter);
        if ((modelPath is null) == (diameter is null))
        {
            throw new UsageException(modelPath is null
                ? $"{_model.Name} or {_diameter.Name} is missing, expected a trained model, or the particle's diameter "
                + "in angstrom to pick with the general one"
                : $"{_model.Name} and {_diameter.Name} exclude each other: a trained model knows its diameter");
        }

        string[] named = result.GetRequiredValue(_micrographs);
        IReadOnlyList<MicrographSource> sources = MicrographList.Expand(named, Console.In);
        OutputFile.RequireFolder(folder);
        IEnumerable<string> inputs = named.Select(name => name.TrimStart('@'));
        RequireOutputs(folder, [.. modelPath is null ? inputs : inputs.Append(modelPath)]);
        PickingModel model = diameter is { } angstrom ? GeneralModel.For(angstrom) : ModelFile.Read(modelPath!);
        var settings = new PickingRunSettings(
            folder,
            result.GetValue(_threshold),
            result.GetValue(_pixelSize),
            result.GetRequiredValue(_pictures),
            result.GetValue(_strict))
        {
            Overwrite = result.GetValue(_overwrite),
            Reading = _reading.Of(result),
            WritesBoxes = result.GetValue(_box),
            ScanStep = result.GetRequiredValue(_step),
            Deviation = result.GetValue(_deviation),
            FindsMask = !result.GetValue(_noMask),
            MaskFolder = result.GetValue(_mask),
            MaskMeaning = result.GetValue(_maskKeeps),
            WritesMasks = result.GetValue(_writeMasks),
            EdgeMarginAngstrom = result.GetValue(_edge),
            Contrast = result.GetValue(_contrast),
            Turns = result.GetValue(_turns),
        };

        int threads = _compute.ThreadsOf(result);
        using DeviceGroup devices = _compute.OpenAll(result);
        long start = Environment.TickCount64;
        PickingReport report = log.Show(
            progress => PickingRun.Run(devices.Workers, model, sources, settings, progress, token));
        RunRecord.Of(CommandAction.ArgumentsOf(result), devices.Description, Record(settings, model, report, threads))
            .Write(Path.Combine(folder, RunRecord.FileName));
        Describe(result, report, list, (Environment.TickCount64 - start) / 1000.0, devices.Description);
        if (report.Left > 0)
        {
            string change = settings.Overwrite ? $" without {_overwrite.Name}" : string.Empty;
            throw new InterruptedException(
                $"interrupted with {report.Left} of {sources.Count} micrographs left"
                + (report.Picked > 0 ? $"; {list} lists those that are finished" : string.Empty)
                + $": to go on, give the same command{change}");
        }

        if (report.Failures.Count == 0)
        {
            return ExitCode.Success;
        }

        output.WriteLine($"{report.Failures.Count} of {sources.Count} micrographs failed");
        return report.Picked == 0 ? ExitCode.Failure : ExitCode.PartialFailure;
    }

    // The folder need not be there yet; then nothing in it can be an input.
    private static void RequireOutputs(string folder, string[] inputs)
    {
        string[] written = ["autopick.star", "thresholds.csv", RunRecord.FileName];
        foreach (string name in Directory.Exists(folder) ? written : [])
        {
            OutputFile.Require(Path.Combine(folder, name), inputs);
        }
    }

    private void Describe(ParseResult result, PickingReport report, string list, double seconds, string device)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        RunLog log = LogOption.Of(result);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Picks} picks on {report.Picked} micrographs at the threshold {report.Threshold:F3}, in "
            + $"{seconds:F1} s on {device}"));
        if (report.Skipped > 0)
        {
            output.WriteLine(
                $"Skipped {report.Skipped} of them, which an earlier run had finished with the same model, settings "
                + $"and files ({_overwrite.Name} picks them anew)");
        }

        if (report.Picked > 0 || report.Left == 0)
        {
            output.WriteLine($"Wrote {list}");
        }
    }

    private static Dictionary<string, object?> Record(
        PickingRunSettings settings, PickingModel model, PickingReport report, int threads) => new()
        {
            ["Run"] = settings,
            ["Picking"] = PickingSettings.Default with { Turns = settings.Turns ?? model.Turns },
            ["Threads"] = threads,
            ["Threshold"] = report.Threshold,
            ["ModelVersion"] = model.ProgramVersion,
            ["ModelSeed"] = model.Seed,
            ["ModelPreset"] = model.Preset,
            ["ModelNetwork"] = model.Network.ToString(),
            ["ModelIsGeneral"] = model.IsGeneral,
            ["ModelBinnedPixelSizeAngstrom"] = model.IsGeneral ? null : model.BinnedPixelSizeAngstrom,
            ["DiameterAngstrom"] = model.DiameterAngstrom,
            ["EdgeMarginAngstrom"] = settings.EdgeMarginAngstrom ?? model.EdgeMarginAngstrom,
            ["MaskLimits"] = settings.FindsMask ? model.MaskLimits : null,
            ["ModelContrast"] = model.Contrast,
            ["Deviation"] = settings.Deviation ?? model.Deviation,
            ["Micrographs"] = report.Picked,
            ["Skipped"] = report.Skipped,
            ["Left"] = report.Left,
            ["Picks"] = report.Picks,
            ["Failures"] = report.Failures,
        };
}
