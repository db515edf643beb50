using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Consensus;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem consensus</c>: joins the picks of several pickers.</summary>
internal sealed class ConsensusCommand
{
    private readonly Argument<string[]> _pickers = CommonOptions.Pickers();

    private readonly ConsensusOptions _options = new();

    private readonly Option<string[]> _micrographs = CommonOptions.MicrographsForSizes(
        "Without it STEM.mrc is looked for beside the coordinates and in the folder above.");

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        ConsensusCommand consensus = new();
        Command command = new("consensus", "Joins the picks of several pickers.")
        {
            consensus._pickers,
            consensus._options.All,
            consensus._micrographs,
        };
        consensus._options.Validate(command);
        command.WithDetails("Keeps particles that several pickers have, with a probability from how far each picker "
            + "can be believed, as the others say. Micrographs are matched by file name, formats may differ.");
        command.SetRun(consensus.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        RunLog log = LogOption.Of(result);
        ConsensusSettings settings = _options.Of(result);
        using var input = StandardInput.Of(token);
        IReadOnlyList<MicrographSource> images = NamedMicrographs.Of(
            result, result.GetValue(_micrographs) ?? [], input);
        ConsensusReport report = CommandAction.RunJob(
            result,
            threads: null,
            context => ConsensusJob.Run(result.GetRequiredValue(_pickers), images, settings, context),
            token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        ConsensusText.Write(report, result.InvocationConfiguration.Output);
        return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
