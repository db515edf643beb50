using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Extract;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem extract</c>: cuts picked particles out of micrographs, as RELION's extraction does.</summary>
internal sealed class ExtractCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly Option<string> _picks =
        PathOption.Required("--picks", "PATH", "Picks: a folder, a list or a file")
            .WithDetails(CommonOptions.PicksDetails);

    private readonly ExtractionOptions _options = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        ExtractCommand extract = new();
        Command command = new("extract", "Cuts picked particles out of micrographs, as RELION does.")
        {
            extract._micrographs,
            extract._picks,
            extract._options.All,
        };
        command.WithDetails("Boxes are those of RELION's extraction: cut, rescaled, normalised, inverted. From a STAR "
            + "list with optics groups and contrast transfer functions both go into particles.star.");
        command.SetRun(extract.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        RunLog log = LogOption.Of(result);
        ExtractionSettings settings = _options.Of(result);
        using var input = StandardInput.Of(token);
        IReadOnlyList<MicrographSource> micrographs = NamedMicrographs.Of(
            result, result.GetRequiredValue(_micrographs), input, keepsRows: true);
        ExtractionReport report = CommandAction.RunJob(
            result,
            settings.Threads,
            context => ExtractionJob.Run(micrographs, result.GetRequiredValue(_picks), settings, context),
            token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        ExtractionText.Write(report, settings.Box, result.InvocationConfiguration.Output);
        return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
