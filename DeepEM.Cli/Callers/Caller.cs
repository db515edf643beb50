using DeepEM.Cli.Callers.Topaz;
using DeepEM.Cli.Shell;

namespace DeepEM.Cli.Callers;

/// <summary>What the program does where other programs call it with arguments of their own.</summary>
/// <remarks>
/// A launcher (<see cref="LauncherScript"/>) starts the program with a first word that no command has. What follows is
/// not for this program's command line, and is understood before that is built.
/// </remarks>
internal static class Caller
{
    /// <summary>Runs what a launcher asks for, or the program's own command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives everything else.</param>
    /// <param name="token">Asks to stop.</param>
    public static ExitCode Run(string[] args, TextWriter output, TextWriter error, CancellationToken token) =>
        (args.Length == 0 ? string.Empty : args[0]) switch
        {
            RelionPrograms.Pick => RelionPrograms.RunPick(args[1..], output, error, token),
            RelionPrograms.Train => RelionPrograms.RunTrain(args[1..], output, error, token),
            TopazProgram.Word => TopazProgram.Run(args[1..], output, error, token),
            _ => CommandLine.Run(args, output, error, token),
        };
}
