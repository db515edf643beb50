using System.CommandLine;
using DeepEM.Engine.Jobs.Extract;
using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how particles are cut out.</summary>
internal sealed class ExtractionOptions
{
    private readonly Option<int> _box = NumberOption.RequiredWhole(
        "--box", "Side of the boxes, pixels of the micrograph, even", BoxSettings.LeastSide, BoxSettings.MostSide)
        .WithDetails("The centre is pixel (N/2, N/2). What lies outside the micrograph is its nearest pixel inside.");

    private readonly Option<int?> _scale = NumberOption.OptionalWhole(
        "--scale", "Side to rescale to, pixels", BoxSettings.LeastSide, BoxSettings.MostSide, "as cut")
        .WithDetails("By cropping the Fourier transform, at most --box. An odd number becomes the next even one.");

    private readonly Option<int?> _radius = NumberOption.OptionalWhole(
        "--bg-radius", "Radius of the background circle, pixels", 0, BoxSettings.MostSide / 2, "0.375 boxes")
        .WithDetails("In pixels of the rescaled box. Background is what lies farther from the centre.");

    private readonly Option<bool> _noNorm = new Option<bool>("--no-norm")
    {
        Description = "Leave grey levels as they are [default: normalise]",
    }.WithDetails("Normalised boxes have a background of mean 0 and standard deviation 1.");

    private readonly Option<bool> _noRamp = new Option<bool>("--no-ramp")
    {
        Description = "Take only the mean off the background [default: a plane]",
    };

    private readonly Option<bool> _noInvert = new Option<bool>("--no-invert")
    {
        Description = "Keep the sign of the contrast [default: times -1]",
    }.WithDetails("RELION and cryoSPARC want bright particles; on micrographs of ice they are dark.");

    private readonly Option<bool> _halves = new Option<bool>("--float16")
    {
        Description = "Write 16-bit floats (MRC mode 12) [default: 32-bit]",
    }.WithDetails("Half the disk. For RELION 4, 5 and cryoSPARC from 4.4 on; RELION 3.1 refuses them.");

    private readonly Option<double?> _leastScore = NumberOption.OptionalReal(
        "--min-score", "S", "Lowest score of a pick", RealRange.FromTo(-1e9, 1e9), "all picks");

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.PositiveUpTo(1000), "from the files")
        .WithDetails("Pixel size of the micrographs. Default: what the STAR list says, else the picks, else the "
            + "header.");

    private readonly ReadingOptions _reading = new();

    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails("particles.star, a stack NAME.mrcs for each micrograph with picks, and settings.json. The names "
            + "in particles.star begin with DIR as it is typed: in a RELION project, type it relative to the project.");

    private readonly Option<bool> _overwrite = CommonOptions.Overwrite();

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first bad micrograph or pick [default: go on]",
    };

    // What others call it: an answer is better than "unknown option".
    private readonly Option<string?>[] _dust = [Dust("--white-dust"), Dust("--black-dust")];

    /// <summary>Threads of the CPU.</summary>
    public Option<int> Threads { get; } = CommonOptions.Threads();

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        _box, _scale, _radius, _noNorm, _noRamp, _noInvert, _halves, _leastScore, _pixelSize, _reading.Slice,
        _reading.Rows, _out, _overwrite, _strict, Threads, .. _dust,
    ];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public ExtractionSettings Of(ParseResult result) => new(
        result.GetRequiredValue(_out),
        new BoxSettings(result.GetRequiredValue(_box))
        {
            ScaledSide = result.GetValue(_scale),
            BackgroundRadius = result.GetValue(_radius),
            Normalises = !result.GetValue(_noNorm),
            RemovesRamp = !result.GetValue(_noRamp),
            Inverts = !result.GetValue(_noInvert),
        })
    {
        HalfFloats = result.GetValue(_halves),
        LeastScore = result.GetValue(_leastScore),
        PixelSizeAngstrom = result.GetValue(_pixelSize),
        Reading = _reading.Of(result),
        Overwrite = result.GetValue(_overwrite),
        IsStrict = result.GetValue(_strict),
        Threads = result.GetRequiredValue(Threads),
    };

    private static Option<string?> Dust(string name) => new(name)
    {
        Description = "Outliers to remove; not done here",
        Hidden = true,
        CustomParser = result =>
        {
            result.AddError($"{name}: dust is not removed here; RELION's Extract job does that");
            return null;
        },
    };
}
