using System.CommandLine;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Convert;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how coordinates are converted.</summary>
internal sealed class ConversionOptions
{
    private readonly Option<CoordinateFormat> _to = FormatOption.Create();

    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails($"The coordinates and {ConversionJob.RecordName}.");

    private readonly Option<double> _bin = Binning("--bin", "Binning of the coordinates read");

    private readonly Option<double> _outBin = Binning("--out-bin", "Binning of the coordinates written");

    private readonly Option<bool> _flipX = new Option<bool>("--flip-x")
    {
        Description = "x of the coordinates read counts from the last column",
    }.WithDetails("Needs the sizes of the micrographs.");

    private readonly Option<bool> _flipY = new Option<bool>("--flip-y")
    {
        Description = "y of the coordinates read counts from the last row of the MRC file",
    }.WithDetails("Needs the sizes of the micrographs.");

    private readonly Option<double?> _box = CommonOptions.BoxToWrite("that of the input")
        .WithDetails("In pixels of the micrograph.");

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size", "A", "Angstrom per pixel to write", RealRange.PositiveUpTo(1000), "from the files")
        .WithDetails("Pixel size of the micrographs, for formats that store it. Default: what the coordinates say, "
            + "else the STAR list, else the header.");

    private readonly Option<double?> _leastScore = NumberOption.OptionalReal(
        "--min-score", "S", "Lowest score to keep", RealRange.FromTo(-1e9, 1e9), "keep all");

    private readonly Option<MicrographSize?> _size = SizeOption.Create();

    private readonly Option<string?> _exposures = PathOption.Optional(
        "--exposures", "FILE", "Exposures of a cryoSPARC project, for --to cs")
        .WithDetails("The .cs file that a job of the project exported, J12_exposures.cs for example. Its numbers, "
            + "paths, sizes and pixel sizes of the micrographs are written, and names are matched without what "
            + "cryoSPARC put around them.");

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first bad file [default: report it and continue]",
    };

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [_to, _out, _bin, _outBin, _flipX, _flipY, _box, _pixelSize, _leastScore, _size, _exposures, _strict];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public ConversionSettings Of(ParseResult result) =>
        new(result.GetRequiredValue(_to), result.GetRequiredValue(_out))
        {
            Binning = result.GetRequiredValue(_bin),
            OutputBinning = result.GetRequiredValue(_outBin),
            FlipsX = result.GetValue(_flipX),
            FlipsY = result.GetValue(_flipY),
            BoxSize = result.GetValue(_box),
            PixelSizeAngstrom = result.GetValue(_pixelSize),
            LeastScore = result.GetValue(_leastScore),
            Size = result.GetValue(_size),
            ExposureFile = result.GetValue(_exposures),
            IsStrict = result.GetValue(_strict),
        };

    private static Option<double> Binning(string name, string description) =>
        NumberOption.Real(name, "B", description, RealRange.PositiveUpTo(1000), 1)
            .WithDetails("Pixels of the micrograph per pixel of the coordinates, along one side; less than 1 for those "
                + "of a finer image.");
}
