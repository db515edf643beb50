using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Diameter;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem diameter</c>: finds the diameter of particles that nobody has picked.</summary>
internal sealed class DiameterCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly Option<string?> _out = PathOption.Optional(
        "--out", "DIR", "Folder of diameter.png and diameter.json [default: this folder]")
        .WithDetails("The picture shows rings of the diameter on a micrograph, the mean particle and its profile; the "
            + "record has all numbers.");

    private readonly Option<int> _count = NumberOption.Whole(
        "--micrographs", "Micrographs that are looked at, from all over the list", 1, 100, 5);

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly Option<ParticleContrast?> _contrast = ContrastOption.Create(
        "decided by what the network recognises as they are and inverted");

    private readonly ReadingOptions _reading = new();

    private readonly ComputeOptions _compute = new();

    private readonly Option<bool> _overwrite = CommonOptions.Overwrite();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        DiameterCommand diameter = new();
        Command command = new("diameter", "Finds the diameter of particles that nobody has picked.")
        {
            diameter._micrographs,
            diameter._out,
            diameter._count,
            diameter._pixelSize,
            diameter._contrast,
            diameter._reading.Slice,
            diameter._reading.Rows,
            diameter._compute.Device,
            diameter._compute.Threads,
            diameter._overwrite,
        };
        command.WithDetails("Picks a few micrographs blindly with the general model at twelve diameters from 60 to 600 "
            + "A, takes the one at which it is certain of most, and measures the mean of the particles there. Look at "
            + "the picture: the rings should just enclose a particle.");
        command.SetRun(diameter.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string[] named = result.GetRequiredValue(_micrographs);
        using var input = StandardInput.Of(token);
        var micrographs = MicrographSequence.Of(NamedMicrographs.Of(result, named, input));
        DiameterSettings settings = new(result.GetValue(_out) ?? ".")
        {
            Micrographs = result.GetRequiredValue(_count),
            PixelSizeAngstrom = result.GetValue(_pixelSize),
            Contrast = result.GetValue(_contrast),
            Reading = _reading.Of(result),
            Overwrite = result.GetValue(_overwrite),
        };
        using IComputeBackend backend = _compute.Open(result);
        RunLog log = LogOption.Of(result);
        DiameterReport report = CommandAction.RunJob(
            result,
            _compute.ThreadsOf(result),
            context => DiameterJob.Run(backend, micrographs, settings, context),
            token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        DiameterText.Write(report, named, result.InvocationConfiguration.Output);
        return report.Estimate.Measured is null ? ExitCode.Failure
            : report.Failures.Count > 0 ? ExitCode.PartialFailure
            : ExitCode.Success;
    }
}
