using System.CommandLine;

namespace DeepEM.Cli.Options;

/// <summary><c>--relion-job</c>: the command is a job of RELION, which hears of it by files in the job's folder.
/// </summary>
internal static class RelionJobOption
{
    /// <summary>The option's name.</summary>
    public const string Name = "--relion-job";

    /// <summary>The option.</summary>
    /// <param name="folder">What the job's folder is to the command, for the help.</param>
    public static Option<bool> Create(string folder) => new Option<bool>(Name)
    {
        Description = $"Run as an External job of RELION: {folder}",
    }.WithDetails("Tells RELION the end of the job by RELION_JOB_EXIT_SUCCESS, _FAILURE or _ABORTED and its outputs by "
        + "RELION_OUTPUT_NODES.star, stops at RELION_JOB_ABORT_NOW, and writes progress to stdout every 10 s.");

    /// <summary>Whether it is given.</summary>
    /// <param name="result">The command line, which may be wrong elsewhere.</param>
    public static bool IsGiven(ParseResult result) =>
        result.CommandResult.Command.Options.OfType<Option<bool>>().FirstOrDefault(option => option.Name == Name)
            is { } option
        && result.GetResult(option)?.Errors.Any() == false
        && result.GetValue(option);
}
