using System.CommandLine;
using DeepEM.Cli.Help.Completion;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem completion</c>: what lets a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    /// <param name="program">Makes the whole program, of which nothing else is needed here.</param>
    public static Command Create(Func<RootCommand> program)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command command = new("completion", "Prints what lets bash, zsh or fish complete commands.") { shell };
        command.WithDetails("bash: put 'source <(deepem completion bash)' into ~/.bashrc. zsh: save it as _deepem in a "
            + "folder of $fpath. fish: save it as ~/.config/fish/completions/deepem.fish.");
        command.SetRun((result, _) =>
        {
            RootCommand root = program();
            IReadOnlyList<CompletedCommand> commands = CompletedCommand.All(root);
            string name = root.HelpName ?? root.Name;
            result.InvocationConfiguration.Output.Write(result.GetRequiredValue(shell) switch
            {
                "bash" => BashCompletion.Of(name, commands),
                "zsh" => ZshCompletion.Of(name, commands),
                _ => FishCompletion.Of(name, commands),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
