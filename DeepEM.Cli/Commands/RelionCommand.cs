using System.CommandLine;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem relion install</c>: writes the programs that RELION's External job starts.</summary>
internal static class RelionCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR")
        {
            Description = "Folder for deepem-relion-pick and deepem-relion-train; made if needed",
        };
        Command install = new("install", "Writes the programs for RELION's External job type.") { folder };
        install.SetRun((result, _) => Install(result, result.GetRequiredValue(folder)));
        return new Command("relion", "Lets RELION start this program as an External job.") { install };
    }

    private static ExitCode Install(ParseResult result, string folder)
    {
        OutputFolder.Make(folder);
        (string program, string[] words) = ThisProgram.Command;
        string[] scripts =
        [
            .. new[] { RelionPrograms.Pick, RelionPrograms.Train }.Select(name =>
            {
                string script = Path.Combine(Path.GetFullPath(folder), $"deepem-{name}");
                LauncherScript.Write(script, program, [.. words, name]);
                return script;
            }),
        ];
        RelionText.Write(result.InvocationConfiguration.Output, scripts[0], scripts[1]);
        return ExitCode.Success;
    }
}
