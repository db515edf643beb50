using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz convert</c>: joins, scales and filters coordinates, and writes other formats.</summary>
internal sealed class TopazConvert() : TopazCommand(
    "convert",
    "joins, scales and filters coordinates, and writes other formats",
    [
        TopazOption.Works("--output -o", "PATH", "the file, or the folder for box and json [default: stdout]"),
        TopazOption.Works("--from", "NAME", "read from the content, whatever is said"),
        TopazOption.Works("--to", "NAME", "coord, csv, star, box or json [default: by the output's ending]"),
        TopazOption.Works("--threshold -t", "SCORE", "least score that is kept [default: all]"),
        .. TopazOptions.Scale,
        TopazOption.Works("--suffix", "TEXT", "what names of files have before the extension"),
        TopazOption.Works("--boxsize", "PX", "side of boxes"),
        TopazOption.Works("--invert-y", null, "counts y from the last row"),
        TopazOption.Works("--imagedir", "DIR", "where the images are whose rows are counted"),
        TopazOption.Works("--image-ext", "EXT", "their extension, and that of names in star [default: .mrc]"),
        TopazOption.Works("--verbose -v", null, "says what is being done"),
        .. TopazOption.Idle("--voltage", "--detector-pixel-size", "--magnification", "--amplitude-contrast"),
    ])
{
    private static readonly Dictionary<string, CoordinateFormat> _formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["coord"] = CoordinateFormat.Topaz,
        ["txt"] = CoordinateFormat.Topaz,
        ["csv"] = CoordinateFormat.Csv,
        ["star"] = CoordinateFormat.RelionOld,
        ["box"] = CoordinateFormat.Box,
        ["json"] = CoordinateFormat.Eman2,
    };

    /// <inheritdoc/>
    public override string Operands => "FILE ...";

    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazWords words = call.Words;
        string? output = words.Text("--output");
        CoordinateFormat format = Format(words.Text("--to"), output);
        if (output is null && !CoordinateFormats.HoldsMany(format))
        {
            throw new UsageException("the following arguments are required: --output");
        }

        var conversion = new TopazConversion(TopazOptions.Paths(call), output, format)
        {
            Threshold = words.Number("--threshold"),
            Scale = TopazOptions.ScaleOf(words),
            Suffix = words.Text("--suffix") ?? string.Empty,
            BoxSize = words.Positive("--boxsize"),
            InvertsY = words.Has("--invert-y"),
            ImageFolder = words.Text("--imagedir"),
            ImageExtension = TopazOptions.Extension(words, "--image-ext") ?? ".mrc",
        };
        IReadOnlyList<MicrographPicks> converted = TopazConversionJob.Run(conversion, call.Context);
        if (output is null)
        {
            TopazTable.Write(call.Output, converted);
        }

        return ExitCode.Success;
    }

    private static CoordinateFormat Format(string? name, string? output)
    {
        string ending = Path.GetExtension(output ?? string.Empty).TrimStart('.');
        return name is null ? _formats.GetValueOrDefault(ending, CoordinateFormat.Topaz)
            : _formats.TryGetValue(name, out CoordinateFormat format) ? format
            : throw new UsageException(
                $"argument --to: found '{name}', expected one of {string.Join(", ", _formats.Keys)}");
    }
}
