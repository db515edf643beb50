using System.CommandLine;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how micrographs are picked and what is written.</summary>
/// <param name="isWatch">Whether micrographs come as they are made: then there are none to pick anew, a bad one stops
/// nothing, and nothing is drawn, because there is no end.</param>
internal sealed class PickOptions(bool isWatch = false)
{
    private readonly Option<double?> _threshold = CommonOptions.Threshold();

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly ReadingOptions _reading = new();

    private readonly Option<int> _pictures = NumberOption.Whole(
        "--pictures", "Micrographs drawn: fewest, median and most picks", 0, int.MaxValue, 4)
        .WithDetails("Drawn at the end as pictures/NAME.png, together as overview.png. thresholds.png shows what each "
            + "threshold gives. With 0 there are no pictures.");

    private readonly Option<bool> _report = new Option<bool>("--report")
    {
        Description = "Also write report.html: the run on one page, for a browser",
    }.WithDetails("Counts, remarks, up to 24 micrographs with their picks coloured by score, and what each threshold "
        + "gives, in one file that needs no network. On a finished folder it is written at once.");

    private readonly Option<double?> _distance = CommonOptions.MinimumDistance("0.5 diameters")
        .WithDetails("Of two picks that are nearer the one of the higher score stays.");

    private readonly Option<int?> _most = CommonOptions.MostPerMicrograph()
        .WithDetails("The best are kept; NAME_all.star has the others as well.");

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first micrograph that fails [default: report it, continue]",
    };

    private readonly Option<bool> _box = new("--box") { Description = "Also write NAME.box for EMAN" };

    private readonly Option<int> _step = NumberOption.Whole(
        "--step", "Published presets: pixels between windows", 1, 1000, 20);

    private readonly Option<DeviationRange?> _deviation = DeviationOption.Create();

    private readonly Option<bool> _noMask = MaskOption.Off();

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<bool> _writeMasks = MaskOption.Writes();

    private readonly Option<double?> _edge = NumberOption.OptionalReal(
        "--edge", "A", "Distance kept from the border, A", RealRange.FromTo(0, 100_000), "the model's")
        .WithDetails("Picks nearer to the border are left out. The model's margin was found from the labels.");

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create(
        "decided once for the run, by what the network recognises on a few micrographs as they are and inverted");

    private readonly Option<double?> _seen = NumberOption.OptionalReal(
        "--seen-diameter", "PX", "General model: diameter it sees, px", RealRange.FromTo(16, 64), "tried out")
        .WithDetails(
            "Micrographs are binned, and rescaled where whole pixels do not suit, so that the network sees the "
            + "particle at one diameter. Diameters from 0.7 to 1.25 of the model's own, and beyond where the last "
            + "serves best, are tried on three micrographs; the one at which most places look certainly like particles "
            + "is used for the whole run.");

    private readonly Option<int?> _turns = TurnsOption.Create();

    /// <summary>The part that is picked.</summary>
    public Option<PickingShard?> Shard { get; } = ShardOption.Create();

    /// <summary>Picks again what is finished.</summary>
    public Option<bool> Overwrite { get; } = new("--overwrite")
    {
        Description = "Re-pick micrographs already finished [default: skip them]",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        Option[] ofLists = isWatch ? [] : [_pictures, _report, _strict, Overwrite, Shard];
        foreach (Option option in (Option[])
            [
                _threshold, _distance, _most, _pixelSize, _reading.Slice, _reading.Rows, .. ofLists, _box,
                _step, _deviation, _noMask, _mask, _maskKeeps, _writeMasks, _edge, _contrast, _seen, _turns,
            ])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="folder">Where the files go.</param>
    public PickingRunSettings Of(ParseResult result, string folder) => new(
        folder,
        result.GetValue(_threshold),
        result.GetValue(_pixelSize),
        isWatch ? 0 : result.GetRequiredValue(_pictures),
        !isWatch && result.GetValue(_strict))
    {
        Overwrite = !isWatch && result.GetValue(Overwrite),
        WritesReport = !isWatch && result.GetValue(_report),
        Reading = _reading.Of(result),
        WritesBoxes = result.GetValue(_box),
        MinimumDistanceAngstrom = result.GetValue(_distance),
        MostPerMicrograph = result.GetValue(_most),
        ScanStep = result.GetRequiredValue(_step),
        Deviation = result.GetValue(_deviation),
        FindsMask = !result.GetValue(_noMask),
        MaskFolder = result.GetValue(_mask),
        MaskMeaning = result.GetValue(_maskKeeps),
        WritesMasks = result.GetValue(_writeMasks),
        EdgeMarginAngstrom = result.GetValue(_edge),
        Contrast = result.GetValue(_contrast),
        SeenDiameter = result.GetValue(_seen),
        Turns = result.GetValue(_turns),
        Shard = isWatch ? null : result.GetValue(Shard),
    };
}
