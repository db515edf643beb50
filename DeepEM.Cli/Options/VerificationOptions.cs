using System.CommandLine;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>How picks are verified, as options.</summary>
internal sealed class VerificationOptions
{
    private readonly Option<double?> _diameter = NumberOption.OptionalReal(
        "--diameter",
        "A",
        "Particle diameter, angstrom",
        RealRange.PositiveUpTo(100_000),
        "the picking's");

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly Option<int?> _classes = NumberOption.OptionalWhole(
        "--classes", "Classes to sort the picks into", 2, 200, "by their number")
        .WithDetails("Default: one for every 70 particles, 8 to 50.");

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create(
        "decided by what the network recognises as they are and inverted");

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<bool> _noMask = MaskOption.Off();

    private readonly ReadingOptions _reading = new();

    private readonly Option<bool> _overwrite = CommonOptions.Overwrite();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        _diameter, _pixelSize, _classes, _seed, _contrast, _mask, _maskKeeps, _noMask, _reading.Slice, _reading.Rows,
        _overwrite,
    ];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="folder">Where the files go.</param>
    public VerificationSettings Of(ParseResult result, string folder) => new(folder)
    {
        DiameterAngstrom = result.GetValue(_diameter),
        PixelSizeAngstrom = result.GetValue(_pixelSize),
        Classes = result.GetValue(_classes),
        Seed = result.GetRequiredValue(_seed),
        Contrast = result.GetValue(_contrast),
        MaskFolder = result.GetValue(_mask),
        MaskMeaning = result.GetValue(_maskKeeps),
        FindsMask = !result.GetValue(_noMask),
        Reading = _reading.Of(result),
        Overwrite = result.GetValue(_overwrite),
    };
}
