using DeepEM.Engine.Foundation;
using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem convert</c>: takes coordinates from one format to another.</summary>
internal sealed class ConvertCommand
{
    private const string SettingsName = "convert.settings.json";

    private readonly Argument<string[]> _inputs = CommonOptions.Picks();

    private readonly Option<CoordinateFormat> _to = FormatOption.Create();

    private readonly Option<string> _out = PathOption.Required(
        "--out", "DIR", $"Folder to write, made if need be: the coordinates and {SettingsName}");

    private readonly Option<double> _bin = Binning("--bin", "read");

    private readonly Option<double> _outBin = Binning("--out-bin", "written");

    private readonly Option<bool> _flipX = new("--flip-x")
    {
        Description = "x of the coordinates read counts from the last column; needs the micrographs' size",
    };

    private readonly Option<bool> _flipY = new("--flip-y")
    {
        Description = "y of the coordinates read counts from the last row of the MRC file; needs the micrographs' size",
    };

    private readonly Option<double?> _box = NumberOption.OptionalReal(
        "--box",
        "PX",
        "Side of the boxes to write, pixels of the micrograph",
        RealRange.PositiveUpTo(100_000),
        "that of the boxes read");

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size",
        "A",
        "Angstrom per pixel of the micrographs, to be written where the format has a place for it",
        RealRange.PositiveUpTo(1000),
        "what the coordinates say, else the STAR list, else the header");

    private readonly Option<double?> _leastScore = NumberOption.OptionalReal(
        "--min-score", "S", "Leave out picks that score less", RealRange.FromTo(-1e9, 1e9), "keep all");

    private readonly Option<string[]> _micrographs = CommonOptions.MicrographsForSizes(
        "Without it STEM.mrc is looked for beside the coordinates and in the folder above");

    private readonly Option<MicrographSize?> _size = SizeOption.Create();

    private readonly Option<string?> _compare = PathOption.Optional(
        "--compare",
        "PATH",
        "A second set for the same micrographs, in pixels of the micrographs: says whether the converted ones agree, "
        + "are mirrored or on another scale");

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first file or micrograph that is wrong [default: report it and go on]",
    };

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        ConvertCommand options = new();
        Command command = new("convert", "Converts coordinates between formats and checks them.")
        {
            options._inputs,
            options._to,
            options._out,
            options._bin,
            options._outBin,
            options._flipX,
            options._flipY,
            options._box,
            options._pixelSize,
            options._leastScore,
            options._micrographs,
            options._size,
            options._compare,
            options._strict,
        };
        command.SetRun(options.Run);
        return command;
    }

    private static Option<double> Binning(string name, string what) => NumberOption.Real(
        name,
        "B",
        $"Pixels of the micrograph per pixel of the coordinates {what}, along one side; less than 1 for those of a "
        + "finer image",
        RealRange.PositiveUpTo(1000),
        1);

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        RunLog log = LogOption.Of(result);
        string folder = result.GetRequiredValue(_out);
        OutputFile.RequireFolder(folder);
        ConversionSettings settings = new(result.GetRequiredValue(_to), folder)
        {
            Binning = result.GetRequiredValue(_bin),
            OutputBinning = result.GetRequiredValue(_outBin),
            FlipsX = result.GetValue(_flipX),
            FlipsY = result.GetValue(_flipY),
            BoxSize = result.GetValue(_box),
            PixelSizeAngstrom = result.GetValue(_pixelSize),
            LeastScore = result.GetValue(_leastScore),
            Size = result.GetValue(_size),
            IsStrict = result.GetValue(_strict),
        };
        string[] inputs = result.GetRequiredValue(_inputs);
        IReadOnlyList<MicrographSource> images = MicrographList.Expand(result.GetValue(_micrographs) ?? [], Console.In);
        ConversionReport report = log.Show(progress => ConversionRun.Run(inputs, images, result.GetValue(_compare), settings, progress, token));
        log.Write(report.Warnings);
        log.Write(report.Failures);
        if (report.Files.Count > 0)
        {
            RunRecord.Of(CommandAction.ArgumentsOf(result), "cpu", Record(settings, report)).Write(Path.Combine(folder, SettingsName));
        }

        Describe(output, report);
        return report.Failures.Count == 0 ? ExitCode.Success
            : report.Micrographs == 0 ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }

    private static Dictionary<string, object?> Record(ConversionSettings settings, ConversionReport report) => new()
    {
        ["Run"] = settings,
        ["Micrographs"] = report.Micrographs,
        ["Particles"] = report.Particles,
        ["Comparison"] = report.Comparison,
        ["Failures"] = report.Failures,
    };

    private static void Describe(TextWriter output, ConversionReport report)
    {
        string files = report.Files.Count switch
        {
            0 => "nothing",
            1 => report.Files[0],
            _ => string.Create(CultureInfo.InvariantCulture, $"{report.Files[^1]} and {report.Files.Count - 1} more"),
        };
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Particles} particles on {report.Micrographs} micrographs"));
        if (report.Comparison is not null)
        {
            output.WriteLine(report.Comparison);
        }

        output.WriteLine($"Wrote {files}");
    }
}
