using DeepEM.Engine.Foundation;
using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem train</c>: makes a model from micrographs and picks.</summary>
internal sealed class TrainCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly Option<string> _picks =
        PathOption.Required("--picks", "PATH", $"What a person picked: {CommonOptions.PicksHelp}");

    private readonly Option<double> _diameter = CommonOptions.Diameter();

    private readonly Option<string> _out = PathOption.Required(
        "--out",
        "MODEL",
        "Model file to write; beside it go MODEL.curve.csv, MODEL.curve.png, MODEL.thresholds.csv and "
        + "MODEL.settings.json, and MODEL.checkpoint until the training has ended");

    private readonly Option<NetworkPreset> _preset = PresetOption.Create();

    private readonly Option<int?> _labels = NumberOption.OptionalWhole(
        "--labels", "Train on this many of the picks, drawn by the seed", 2, int.MaxValue, "all");

    private readonly Option<int> _rounds = NumberOption.Whole(
        "--rounds",
        "Rounds of recursive training: after each, wrong picks on the training micrographs become negatives "
        + "of the next",
        1,
        10,
        1);

    private readonly Option<int?> _epochs = NumberOption.OptionalWhole(
        "--epochs", "Epochs of each round", 1, 100_000, "12; 24 with --start none; 20 for klh and 19s");

    private readonly Option<int?> _patience = NumberOption.OptionalWhole(
        "--patience",
        "End a round after this many epochs without a lower held-out loss, with the network of the epoch that had the "
        + "lowest",
        1,
        100_000,
        "none: all epochs, and the network of the last");

    private readonly Option<string?> _addPositives = PathOption.Optional(
        "--add-positives", "PATH", $"Further picks, sorted out as right: {CommonOptions.PicksHelp}");

    private readonly Option<string?> _addNegatives = PathOption.Optional(
        "--add-negatives", "PATH", $"Further picks, sorted out as wrong: {CommonOptions.PicksHelp}");

    private readonly Option<string?> _ignore = PathOption.Optional(
        "--ignore",
        "PATH",
        "Places that may be particles or not: neither learnt as ground nor judged by; files as for --picks");

    private readonly Option<TrainingObjective> _objective = ObjectiveOption.Create();

    private readonly Option<double?> _prior = NumberOption.OptionalReal(
        "--prior",
        "SHARE",
        "Share of that ground's windows that show a particle nobody picked, for --objective pu",
        RealRange.FromTo(0, 0.4),
        "estimated");

    private readonly Option<bool> _vary = new("--vary")
    {
        Description = "Show the network windows that are turned by any angle, blurred and noisier as well; it did not "
            + "help on the sets of docs/accuracy.md",
    };

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly Option<bool> _noMask = MaskOption.Off();

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create("the labelled particles say it.");

    private readonly Option<ThresholdRule?> _rule = ThresholdRuleOption.Create();

    private readonly Option<string?> _start = PathOption.Optional(
        "--start",
        "general|none|MODEL",
        "What the network knows at the beginning: the general model that comes with the program, nothing, or what a "
        + "model file knows [default: general; none for klh and 19s]");

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from MODEL.checkpoint, where a training that was stopped has left one; the model is that "
            + "of an unbroken run, byte for byte",
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Begin anew although MODEL.checkpoint is there, and replace it",
    };

    private readonly Option<double> _interval = NumberOption.Real(
        "--checkpoint-interval",
        "S",
        "Seconds between two saves of MODEL.checkpoint, which do not change the results; 0 is after every step",
        RealRange.FromTo(0, 1e6),
        TrainingCheckpoint.DefaultIntervalSeconds);

    private readonly ReadingOptions _reading = new();

    private readonly ComputeOptions _compute = new();

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        TrainCommand options = new();
        Command command = new("train", "Trains a model on micrographs with manual picks.")
        {
            options._micrographs,
            options._picks,
            options._diameter,
            options._out,
            options._preset,
            options._labels,
            options._rounds,
            options._epochs,
            options._patience,
            options._addPositives,
            options._addNegatives,
            options._ignore,
            options._objective,
            options._prior,
            options._vary,
            options._pixelSize,
            options._noMask,
            options._mask,
            options._maskKeeps,
            options._contrast,
            options._rule,
            options._start,
            options._resume,
            options._overwrite,
            options._interval,
            options._reading.Slice,
            options._reading.Rows,
            options._compute.Device,
            options._compute.Threads,
            options._seed,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        RunLog log = LogOption.Of(result);
        string model = result.GetRequiredValue(_out);
        string picks = result.GetRequiredValue(_picks);
        IReadOnlyList<MicrographSource> sources =
            MicrographList.Expand(result.GetRequiredValue(_micrographs), Console.In);
        RequireOutputs(result, model, [picks, .. sources.Select(s => s.Path)]);
        TrainingCheckpoint checkpoint = Checkpoint(result, model, log);
        List<Notice> warnings = [];
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            sources,
            result.GetValue(_pixelSize),
            Read(picks, sources, warnings)!,
            Read(result.GetValue(_addPositives), sources, warnings),
            Read(result.GetValue(_addNegatives), sources, warnings),
            warnings);
        if (Read(result.GetValue(_ignore), sources, warnings) is { } ignored)
        {
            items = TrainingItems.WithIgnored(items, sources, ignored, warnings);
        }

        items = WithMasks(items, sources, result, warnings);
        log.Write(warnings);
        var settings = new TrainingRunSettings(
            result.GetValue(_preset),
            result.GetRequiredValue(_diameter),
            result.GetValue(_labels),
            result.GetRequiredValue(_rounds),
            result.GetValue(_epochs),
            result.GetRequiredValue(_seed))
        {
            Patience = result.GetValue(_patience),
            ThresholdRule = result.GetValue(_rule),
            Start = Start(result.GetValue(_start), result.GetValue(_preset)),
            Reading = _reading.Of(result),
            FindsMask = !result.GetValue(_noMask),
            MaskMeaning = result.GetValue(_maskKeeps),
            Contrast = result.GetValue(_contrast),
            Objective = result.GetValue(_objective),
            Prior = result.GetValue(_prior),
            IsVaried = result.GetValue(_vary),
        };

        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        long start = Environment.TickCount64;
        TrainingReport report;
        try
        {
            report = log.Show(progress => TrainingRun.Run(backend, items, settings, checkpoint, progress, token));
        }
        catch (OperationCanceledException) when (File.Exists(TrainingOutputs.Checkpoint(model)))
        {
            throw new InterruptedException(
                $"interrupted; {TrainingOutputs.Checkpoint(model)} keeps the training: to go on, give the same command "
                + $"with {_resume.Name}");
        }

        TrainingOutputs.Write(model, report);
        RunRecord.Of(CommandAction.ArgumentsOf(result), backend.DeviceName, Record(settings, report, threads))
            .Write(TrainingOutputs.Settings(model));
        checkpoint.Remove();
        log.Write(report.Warnings);
        Describe(output, report, model, backend.DeviceName, (Environment.TickCount64 - start) / 1000.0);
        return ExitCode.Success;
    }

    private static TrainingStart? Start(string? name, NetworkPreset preset) =>
        TrainingStart.Named(
            name ?? (preset == NetworkPreset.Auto ? TrainingStart.GeneralName : TrainingStart.NoneName));

    // All that will be written, or hours of training end at a name that is too long.
    private void RequireOutputs(ParseResult result, string model, IEnumerable<string> inputs)
    {
        string[] all =
        [
            .. inputs,
            .. ((string?[])[
                result.GetValue(_addPositives), result.GetValue(_addNegatives), result.GetValue(_ignore)])
                .OfType<string>(),
        ];
        foreach (string path in TrainingOutputs.All(model))
        {
            OutputFile.Require(_out.Name, path, all);
        }
    }

    private IReadOnlyList<TrainingItem> WithMasks(
        IReadOnlyList<TrainingItem> items,
        IReadOnlyList<MicrographSource> sources,
        ParseResult result,
        List<Notice> warnings)
    {
        if (result.GetValue(_mask) is not { } folder)
        {
            return items;
        }

        MaskFolder masks = new(folder, result.GetValue(_maskKeeps));
        warnings.AddRange(masks.Missing(sources) is { } missing ? [missing] : []);
        return [.. items.Zip(sources, (item, source) => item with { MaskPath = masks.Find(source.Stem) })];
    }

    private TrainingCheckpoint Checkpoint(ParseResult result, string model, RunLog log)
    {
        string path = TrainingOutputs.Checkpoint(model);
        double interval = result.GetRequiredValue(_interval);
        bool isThere = File.Exists(path);
        if (!result.GetValue(_resume))
        {
            return !isThere || result.GetValue(_overwrite)
                ? TrainingCheckpoint.Begin(path, interval)
                : throw new IOException(
                    $"{path}: keeps a training that was stopped; expected {_resume.Name} to go on with it, or "
                    + $"{_overwrite.Name} to begin anew");
        }

        if (result.GetValue(_overwrite))
        {
            throw new UsageException($"{_resume.Name} and {_overwrite.Name} exclude each other, expected one of them");
        }

        if (!isThere)
        {
            log.Write([new Notice(
                NoticeSeverity.Information, path, NoticeCode.Checkpoint, "no checkpoint is there: starting from the first step")]);
            return TrainingCheckpoint.Begin(path, interval);
        }

        var checkpoint = TrainingCheckpoint.Resume(path, interval);
        log.Write([new Notice(
            NoticeSeverity.Information, path, NoticeCode.Checkpoint, $"resuming at {checkpoint.Position}")]);
        return checkpoint;
    }

    private static PickSet? Read(string? path, IReadOnlyList<MicrographSource> sources, List<Notice> warnings)
    {
        if (path is null)
        {
            return null;
        }

        PickSet picks = PickReader.Read(path, PickScope.Accepted, sources.Select(s => s.Name));
        warnings.AddRange(picks.Warnings);
        return picks;
    }

    private static Dictionary<string, object?> Record(
        TrainingRunSettings settings, TrainingReport report, int threads) => new()
        {
            ["Run"] = settings,
            ["Rounds"] = report.Settings,
            ["Threads"] = threads,
            ["Network"] = report.Model.Network.ToString(),
            ["PixelSizeAngstrom"] = report.Model.PixelSizeAngstrom,
            ["Binning"] = report.Model.Binning,
            ["BoxSize"] = report.Model.BoxSize,
            ["EdgeMarginAngstrom"] = report.Model.EdgeMarginAngstrom,
            ["Deviation"] = report.Model.Deviation,
            ["MaskLimits"] = report.Model.MaskLimits,
            ["Contrast"] = report.Model.Contrast,
            ["Prior"] = report.Settings.Prior,
            ["Threshold"] = report.Model.Threshold,
            ["Micrographs"] = report.Micrographs,
            ["HeldOutMicrographs"] = report.HeldOutMicrographs,
            ["Particles"] = report.Particles,
            ["Negatives"] = report.Negatives,
            ["HeldOutAveragePrecision"] = report.HeldOutAveragePrecision,
            ["Completeness"] = report.Completeness,
            ["Expected"] = report.Expected.At(report.Model.Threshold),
            ["Calibration"] = report.Model.Calibration,
        };

    private static void Describe(
        TextWriter output, TrainingReport report, string model, string device, double seconds)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {report.Particles} particles and {report.Negatives} known negatives of "
            + $"{report.Micrographs} micrographs ({report.HeldOutMicrographs} held out) in {seconds:F1} s on "
            + $"{device}"));
        string heldOut = report.HeldOutMicrographs > 0
            ? string.Create(
                CultureInfo.InvariantCulture, $"Held out: average precision {report.HeldOutAveragePrecision:F3}")
            : "Nothing was held out: all picks are learnt from";
        ExpectedPoint promised = report.Expected.At(report.Model.Threshold);
        output.WriteLine($"Network: {report.Model.Network}, {report.Model.Network.ParameterCount:N0} parameters, "
            + $"micrographs binned by {report.Model.Binning}");
        output.WriteLine(Contrast(report.Model.Contrast));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{heldOut}; the threshold {report.Model.Threshold:F3} in the model promises a precision of "
            + $"{promised.Precision:F2} and a recall of {promised.Recall:F2}"));
        if (report.Completeness < 1)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"The picks seem to be {report.Completeness:P0} of the particles on these micrographs: what they leave "
                + $"out does not count as wrong in these promises"));
        }

        output.WriteLine(
            $"Wrote {model}, {TrainingOutputs.CurveTable(model)}, {TrainingOutputs.CurvePicture(model)}, "
            + $"{TrainingOutputs.Thresholds(model)}, " + TrainingOutputs.Settings(model));
    }

    private static string Contrast(ParticleContrast contrast) => contrast switch
    {
        ParticleContrast.Dark => "Contrast: particles are darker than the ice around them",
        ParticleContrast.Bright => "Contrast: particles are brighter than the ice around them",
        _ => "Contrast: unclear, the labelled particles are about as bright as the ice around them",
    };
}
