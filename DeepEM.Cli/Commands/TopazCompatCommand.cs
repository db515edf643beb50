using System.CommandLine;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Callers.Topaz;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem topaz-compat install</c>: writes the programs for those who call Topaz.</summary>
internal static class TopazCompatCommand
{
    /// <summary>The name that takes the place of Topaz's own where it is found first, and one that cannot be mistaken.
    /// </summary>
    private static readonly string[] _names = ["topaz", "deepem-topaz"];

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR")
        {
            Description = "Folder for the programs topaz and deepem-topaz; made if needed",
        };
        Command install = new("install", "Writes the programs that RELION, Scipion or cryoSPARC call.") { folder };
        install.SetRun((result, _) => Install(result, result.GetRequiredValue(folder)));
        return new Command("topaz-compat", "Lets programs that call Topaz call this one instead.") { install };
    }

    private static ExitCode Install(ParseResult result, string folder)
    {
        OutputFolder.Make(folder);
        (string program, string[] words) = ThisProgram.Command;
        string[] scripts = [.. _names.Select(name => Path.Combine(Path.GetFullPath(folder), name))];
        foreach (string script in scripts)
        {
            LauncherScript.Write(script, program, [.. words, TopazProgram.Word]);
        }

        TopazCompatText.Write(result.InvocationConfiguration.Output, scripts);
        return ExitCode.Success;
    }
}
