using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem verify</c>: says of picks how many are noise and which are particles, without a label.</summary>
internal sealed class VerifyCommand
{
    private readonly Argument<string[]> _micrographs = CommonOptions.Micrographs();

    private readonly Option<string> _picks = PathOption.Required(
        "--picks", "PATH", "Picks of any program: a folder, a list, or one file")
        .WithDetails($"{CommonOptions.PicksDetails} Of a folder that deepem pick wrote, everything that scored is "
            + "looked at, not only what is above the threshold.");

    private readonly Option<string> _out = PathOption.Required(
        "--out", "DIR", "Output folder, created if needed")
        .WithDetails("Written are report.html to look at, verification.star and verification.csv with a line per pick, "
            + "classes.mrcs with the class averages, decoy_classes.mrcs with averages of noise, fdr.csv, "
            + "micrographs.csv, settings.json, and files with which RELION's Subset selection opens the classes.");

    private readonly Option<string?> _model = PathOption.Optional(
        "--model", "MODEL", "Model that scores picks and noise [default: the general one]");

    private readonly VerificationOptions _options = new();

    private readonly ComputeOptions _compute = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        VerifyCommand verify = new();
        Command command = new("verify", "Says how good picks are, without labels.")
        {
            verify._micrographs,
            verify._picks,
            verify._out,
            verify._model,
            verify._options.All,
            verify._compute.Device,
            verify._compute.Threads,
        };
        command.WithDetails("Measures how many picks are noise, sorts all of them into 2D classes, tells classes of "
            + "particles from classes of noise and junk, and gives every pick the probability that it is a particle. "
            + "deepem select chooses by it, deepem train --from-verification learns from it.");
        command.SetRun(verify.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetRequiredValue(_out);
        using var input = StandardInput.Of(token);
        VerificationJob job = new(
            NamedMicrographs.Of(result, result.GetRequiredValue(_micrographs), input), _options.Of(result, folder))
        {
            Picks = result.GetRequiredValue(_picks),
            ModelPath = result.GetValue(_model),
            Commands = found => VerificationText.Commands(
                result.GetRequiredValue(_micrographs), folder, found.DiameterAngstrom),
        };
        using IComputeBackend backend = _compute.Open(result);
        RunLog log = LogOption.Of(result);
        VerificationJobReport report = CommandAction.RunJob(
            result, _compute.ThreadsOf(result), context => job.Run(backend, context), token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        VerificationText.Write(report, folder, result.InvocationConfiguration.Output);
        return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
