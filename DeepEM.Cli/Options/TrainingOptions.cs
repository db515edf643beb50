using System.CommandLine;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how a model is trained.</summary>
/// <param name="reading">How micrographs are read.</param>
internal sealed class TrainingOptions(ReadingOptions reading)
{
    private readonly Option<double> _diameter = CommonOptions.Diameter();

    private readonly Option<NetworkPreset> _preset = PresetOption.Create();

    private readonly Option<int?> _labels = NumberOption.OptionalWhole(
        "--labels", "Train on N of the picks, drawn by the seed", 2, int.MaxValue, "all");

    private readonly Option<int> _rounds = NumberOption.Whole(
        "--rounds", "Rounds; wrong picks of one are negatives of the next", 1, 10, 1)
        .WithDetails("After each round the training micrographs are picked with the new network.");

    private readonly Option<int?> _epochs = NumberOption.OptionalWhole(
        "--epochs", "Epochs of each round", 1, 100_000, "12; 24 with --start none")
        .WithDetails("Default: 12 from the general model or another one, 24 with --start none, 20 for klh and 19s.");

    private readonly Option<int?> _patience = NumberOption.OptionalWhole(
        "--patience", "Stop a round after N epochs without progress", 1, 100_000, "never")
        .WithDetails("Progress is a lower held-out loss; the network of the epoch with the lowest loss is kept. "
            + "Without this option all epochs are run and the network of the last one is kept.");

    private readonly Option<TrainingObjective> _objective = ObjectiveOption.Create();

    private readonly Option<double?> _prior = NumberOption.OptionalReal(
        "--prior", "SHARE", "Share of unlabelled windows with a particle", RealRange.FromTo(0, 0.4), "estimated")
        .WithDetails("For --objective pu.");

    private readonly Option<bool> _vary = new("--vary")
    {
        Description = "Turn windows by any angle, blur them and add noise",
        Hidden = true,
    };

    private readonly Option<bool> _noMask = MaskOption.Off()
        .WithDetails("Ice, dirt, carbon and padded borders are found automatically and left out where the picks of the "
            + "new model are compared with the labels.");

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create("measured at the labelled particles");

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first micrograph that fails [default: report it, continue]",
    };

    private readonly Option<ThresholdRule?> _rule = ThresholdRuleOption.Create();

    private readonly Option<string?> _start = PathOption.Optional(
        "--start", "general|none|MODEL", "Starting weights [default: general; none for klh and 19s]")
        .WithDetails("general: the built-in general model. none: random. MODEL: a model file.");

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The option that must be given.</summary>
    public Option<double> Diameter => _diameter;

    /// <summary>All other options, in the order of the help.</summary>
    public IEnumerable<Option> Others =>
    [
        _preset, _labels, _rounds, _epochs, _patience, _start, _objective, _prior, _vary, _contrast, _rule, _seed,
        _noMask, _maskKeeps, _strict,
    ];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="DeepEM.Engine.Foundation.InvalidFileException">The model to start from cannot be read.
    /// </exception>
    public TrainingRunSettings Of(ParseResult result) => new(
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
        Reading = reading.Of(result),
        FindsMask = !result.GetValue(_noMask),
        MaskMeaning = result.GetValue(_maskKeeps),
        Contrast = result.GetValue(_contrast),
        Objective = result.GetValue(_objective),
        Prior = result.GetValue(_prior),
        Strict = result.GetValue(_strict),
        IsVaried = result.GetValue(_vary),
    };

    /// <summary>Rounds that were asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The number; null where nobody asked.</returns>
    public int? RoundsOf(ParseResult result) =>
        result.GetResult(_rounds) is { Implicit: false } ? result.GetRequiredValue(_rounds) : null;

    /// <summary>Refuses what needs labels.</summary>
    /// <param name="result">The command line, without picks.</param>
    /// <exception cref="SettingsException">Such an option is given.</exception>
    public void RequireNoPicks(ParseResult result)
    {
        foreach (Option option in (Option[])[_labels, _objective, _prior, _preset])
        {
            if (result.GetResult(option) is { Implicit: false })
            {
                throw new SettingsException(
                    string.Empty, NoticeCode.SettingsConflict, $"{option.Name} needs manual picks to learn from");
            }
        }
    }

    private static TrainingStart? Start(string? name, NetworkPreset preset) =>
        TrainingStart.Named(
            name ?? (preset == NetworkPreset.Auto ? TrainingStart.GeneralName : TrainingStart.NoneName));
}
