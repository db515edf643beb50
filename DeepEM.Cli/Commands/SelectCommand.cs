using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Select;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem select</c>: fewer or more picks out of what was scored, without picking again.</summary>
internal sealed class SelectCommand
{
    private readonly Argument<string> _picks = CommonOptions.ScoredPicks();

    private readonly SelectionOptions _options = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        SelectCommand select = new();
        Command command = new("select", "Keeps fewer or more picks of a finished run, at once.")
        {
            select._picks,
            select._options.All,
        };
        command.WithDetails("Chooses by score, by expected precision or by number among all that deepem pick scored, "
            + "and enforces distances, without reading a micrograph. From the folder that deepem verify wrote it goes "
            + "by what was found out about each pick, in this order: mask, duplicates, outliers, classes, threshold, "
            + "distance. A pick left out has the first reason that applies. Nothing is replaced without --overwrite.");
        command.SetRun(select.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        RunLog log = LogOption.Of(result);
        SelectionSettings settings = _options.Of(result);
        SelectionReport report = CommandAction.RunJob(
            result,
            threads: null,
            context => SelectionJob.Run(result.GetRequiredValue(_picks), settings, context),
            token);
        log.Write(report.Warnings);
        log.Write(report.Failures);
        SelectionText.Write(report, result.InvocationConfiguration.Output);
        return report.Failures.Count == 0 ? ExitCode.Success
            : report.Micrographs == 0 ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }
}
