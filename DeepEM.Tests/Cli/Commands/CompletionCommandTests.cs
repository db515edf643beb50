using System.Diagnostics;
using System.Globalization;
using DeepEM.Cli;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

[Category(TestCategory.Smoke)]
public sealed class CompletionCommandTests
{
    private static readonly string[] _shells = ["bash", "zsh", "fish"];

    [TestCaseSource(nameof(_shells))]
    public void Every_command_and_every_option_is_in_the_script(string shell)
    {
        CommandRun run = CommandRun.Of("completion", shell);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        foreach (System.CommandLine.Command command in CommandLine.Create().Subcommands.Where(each => !each.Hidden))
        {
            Assert.That(run.Output, Does.Contain(command.Name));
            foreach (string option in command.Options.Where(each => !each.Hidden).Select(each => each.Name))
            {
                Assert.That(run.Output, Does.Contain(shell == "fish" ? $" -l {option.TrimStart('-')} " : option));
            }
        }
    }

    [TestCase("pick mics --mod", "--model")]
    [TestCase("slurm pick --ta", "--tasks")]
    [TestCase("slurm ", "pick train")]
    [TestCase("mer", "merge")]
    [TestCase("completion z", "zsh")]
    [TestCase("pick mics --log j", "json")]
    [TestCase("pick --quie", "--quiet")]
    [TestCase("pick mi", "")]
    [Platform(Include = "Linux,MacOsX", Reason = "Runs bash.")]
    public void Bash_completes(string typed, string offered)
    {
        using ScratchFolder folder = new();
        string script = folder.Write("deepem.bash", CommandRun.Of("completion", "bash").Output);
        string[] words = typed.Split(' ').Prepend("deepem").ToArray();
        string list = string.Join(' ', words.Select(word => $"'{word}'"));
        string last = (words.Length - 1).ToString(CultureInfo.InvariantCulture);
        using Process bash = Process.Start(new ProcessStartInfo("bash",
        [
            "-c", $"source '{script}'; COMP_WORDS=({list}); COMP_CWORD={last}; _deepem; echo \"${{COMPREPLY[*]}}\"",
        ])
        {
            RedirectStandardOutput = true,
        })!;

        Assert.That(bash.StandardOutput.ReadToEnd().Trim(), Is.EqualTo(offered));
    }

    [Test]
    public void Zsh_and_fish_have_descriptions_without_a_sign_that_ends_them()
    {
        string zsh = CommandRun.Of("completion", "zsh").Output;
        string fish = CommandRun.Of("completion", "fish").Output;

        Assert.That(zsh, Does.StartWith("#compdef deepem\n"));
        Assert.That(zsh, Does.Contain("_deepem_slurm_pick() {\n").And.Contain(
            "'--tasks[Tasks that share the micrographs, each on a node or a part of one (1 to 1000)]:N:_files'"));
        Assert.That(
            zsh, Does.Contain(@"'--shard[Pick part I of N only, I from 0 to N-1 \[default\: all micrographs\]]"));
        Assert.That(fish, Does.Contain(
            "complete -c deepem -n '__fish_seen_subcommand_from slurm; and __fish_seen_subcommand_from pick' -l tasks "
            + "-r"));
        Assert.That(fish, Does.Contain(
            "complete -c deepem -n '__fish_seen_subcommand_from pick; and not __fish_seen_subcommand_from slurm' "
            + "-l model -r -d 'Model file written by deepem train'"));
    }

    [Test]
    public void Another_shell_is_a_wrong_command_line() =>
        Assert.That(CommandRun.Of("completion", "tcsh").Code, Is.EqualTo(ExitCode.Usage));
}
