using System.CommandLine;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Options;

/// <summary>The argument and the options that name what a training reads.</summary>
internal sealed class TrainingFileOptions
{
    private readonly Option<string?> _addPositives = PathOption.Optional(
        "--add-positives", "PATH", "More picks, confirmed as particles").WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string?> _addNegatives = PathOption.Optional(
        "--add-negatives", "PATH", "More picks, confirmed as non-particles").WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string?> _ignore = PathOption.Optional(
        "--ignore", "PATH", "Places to ignore: used neither as particles nor as background")
        .WithDetails(CommonOptions.PicksDetails);

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly Option<string?> _mask = MaskOption.Folder();

    /// <summary>The micrographs.</summary>
    public Argument<string[]> Micrographs { get; } = CommonOptions.Micrographs();

    /// <summary>The picks to learn from.</summary>
    public Option<string> Picks { get; } = PathOption.Required(
        "--picks", "PATH", "Manual picks: a folder, an autopick.star, or one file")
        .WithDetails(CommonOptions.PicksDetails);

    /// <summary>What need not be given, in the order of the help.</summary>
    public IEnumerable<Option> Others => [_mask, _addPositives, _addNegatives, _ignore, _pixelSize];

    /// <summary>What was named.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="micrographs">The micrographs, as they were found.</param>
    public TrainingFiles Of(ParseResult result, IReadOnlyList<MicrographSource> micrographs) => new(
        micrographs, result.GetRequiredValue(Picks))
    {
        AddedPositives = result.GetValue(_addPositives),
        AddedNegatives = result.GetValue(_addNegatives),
        Ignored = result.GetValue(_ignore),
        Masks = result.GetValue(_mask),
        PixelSizeAngstrom = result.GetValue(_pixelSize),
    };
}
