using System.CommandLine;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Select;

namespace DeepEM.Cli.Options;

/// <summary>The options that say which picks are kept.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<double?> _threshold = NumberOption.OptionalReal(
        "--threshold", "T", "Lowest score of a pick", RealRange.FromTo(-1e9, 1e9), "that of the picks");

    private readonly Option<double?> _precision = NumberOption.OptionalReal(
        "--target-precision", "P", "Expected share of particles", RealRange.FromTo(0, 1), "not asked")
        .WithDetails("Takes the lowest threshold at which so many of the picks are expected to be particles. Needs "
            + "scores that are probabilities: those of deepem pick with the default way of picking, or of a "
            + "verification.");

    private readonly Option<int?> _count = NumberOption.OptionalWhole(
        "--count", "Picks to keep, the best of all micrographs", 1, int.MaxValue, "by score");

    private readonly VerifiedSelectionOptions _verified = new();

    private readonly Option<double?> _distance = CommonOptions.MinimumDistance("that of the picks")
        .WithDetails("Of two picks that are nearer the one of the higher score stays. A distance below the one that "
            + "the micrographs were picked with brings nothing back.");

    private readonly Option<int?> _most = CommonOptions.MostPerMicrograph();

    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails("autopick.star and NAME_autopick.star, or what --to says, and settings.json. The folder of the "
            + "picks itself is refused. From a verification also dropped.csv: every pick left out, with the reason.");

    private readonly Option<CoordinateFormat> _to = FormatOption.Create(CoordinateFormat.Relion);

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.PositiveUpTo(1000), "picks or headers")
        .WithDetails("Pixel size of the micrographs, for --min-distance and formats that store it.");

    private readonly Option<double?> _box = CommonOptions.BoxToWrite("that of the picks");

    private readonly Option<bool> _overwrite = CommonOptions.Overwrite();

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        _threshold, _precision, _count, .. _verified.All, _distance, _most, _out, _to, _pixelSize, _box, _overwrite,
    ];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public SelectionSettings Of(ParseResult result) =>
        new(result.GetRequiredValue(_to), result.GetRequiredValue(_out))
        {
            Threshold = result.GetValue(_threshold),
            TargetPrecision = result.GetValue(_precision),
            Count = result.GetValue(_count),
            Verified = _verified.Of(result),
            MinimumDistanceAngstrom = result.GetValue(_distance),
            MostPerMicrograph = result.GetValue(_most),
            PixelSizeAngstrom = result.GetValue(_pixelSize),
            BoxSize = result.GetValue(_box),
            Overwrite = result.GetValue(_overwrite),
        };
}
