using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Doctor;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem doctor</c>: looks at what the program has to work with, and what is wrong with it.</summary>
internal static class DoctorCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        Option<string?> folder = PathOption.Optional(
            "--out", "DIR", "Folder for outputs to look at [default: this folder]")
            .WithDetails("A file of 64 MiB is written there and removed.");
        Command command = new("doctor", "Looks at processor, devices, a folder and other programs.") { folder };
        command.SetRun((result, token) => Run(result, result.GetValue(folder) ?? ".", token));
        return command;
    }

    private static ExitCode Run(ParseResult result, string folder, CancellationToken token)
    {
        IReadOnlyList<DoctorFinding> findings =
            CommandAction.RunJob(result, threads: null, new DoctorJob(folder).Run, token);
        DoctorText.Write(result.InvocationConfiguration.Output, findings);
        return findings.All(finding => finding.Advice is null) ? ExitCode.Success : ExitCode.PartialFailure;
    }
}
