using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem convert</c>: converts coordinates between formats.</summary>
internal sealed class ConvertCommand
{
    private readonly Argument<string[]> _inputs = CommonOptions.Picks();

    private readonly ConversionOptions _conversion = new();

    private readonly Option<string[]> _micrographs = CommonOptions.MicrographsForSizes(
        "Without it STEM.mrc is looked for beside the coordinates and in the folder above.");

    private readonly Option<string?> _compare = PathOption.Optional(
        "--compare", "PATH", "Second set of the same micrographs to compare with")
        .WithDetails("In pixels of the micrographs. Says whether the converted ones agree, are mirrored or on another "
            + "scale.");

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        ConvertCommand options = new();
        Command command = new("convert", "Converts coordinates between formats and checks them.")
        {
            options._inputs,
            options._conversion.All,
            options._micrographs,
            options._compare,
        };
        command.WithDetails("They are checked against the sizes of the micrographs.");
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        RunLog log = LogOption.Of(result);
        string[] inputs = result.GetRequiredValue(_inputs);
        ConversionSettings settings = _conversion.Of(result);
        using var input = StandardInput.Of(token);
        IReadOnlyList<MicrographSource> images = NamedMicrographs.Of(
            result, result.GetValue(_micrographs) ?? [], input);
        ConversionReport report = CommandAction.RunJob(
            result,
            threads: null,
            context => ConversionJob.Run(inputs, images, result.GetValue(_compare), settings, context),
            token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        ConversionText.Write(report, result.InvocationConfiguration.Output);
        return report.Micrographs == 0 ? ExitCode.Failure
            : report.Failures.Count == 0 ? ExitCode.Success
            : ExitCode.PartialFailure;
    }
}
