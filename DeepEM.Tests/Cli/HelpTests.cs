using System.CommandLine;
using DeepEM.Cli;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

/// <summary>How somebody finds a command and its options.</summary>
[Category(TestCategory.Smoke)]
public sealed class HelpTests
{
    private const int LongestDescription = 80;

    private static IEnumerable<string> Commands =>
        CommandLine.Create().Subcommands.Where(command => !command.Hidden).Select(command => command.Name);

    [Test]
    public void The_program_alone_lists_its_commands_in_groups()
    {
        CommandRun run = CommandRun.Of();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("Pick particles:").And.Contain("  pick "));
    }

    [Test]
    public void The_list_of_commands_names_each_once()
    {
        string list = CommandRun.Of("--help").Output;

        Assert.That(
            list.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]),
            Is.EquivalentTo(Commands.Where(name => name != "help")));
        Assert.That(CommandRun.Of("help").Output, Is.EqualTo(list));
    }

    [TestCase("pik", "pick")]
    [TestCase("trian", "train")]
    [TestCase("evalute", "evaluate")]
    public void A_mistyped_command_says_which_is_near(string typed, string meant)
    {
        CommandRun run = CommandRun.Of(typed, "base", "--out", "x");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Is.EqualTo($"deepem: '{typed}' is not a command; did you mean '{meant}'?"));
    }

    [Test]
    public void A_word_that_is_near_to_none_is_said_to_be_no_command()
    {
        Assert.That(CommandRun.Of("frobnicate").ErrorLines[0], Does.EndWith("'deepem help' lists them"));
        Assert.That(CommandRun.Of("help", "frobnicate").Code, Is.EqualTo(ExitCode.Usage));
    }

    [TestCaseSource(nameof(Commands))]
    public void An_option_is_described_in_a_line_of_80_characters(string name)
    {
        Command command = CommandLine.Create().Subcommands.Single(each => each.Name == name);

        IEnumerable<string> descriptions = command.Options.Cast<Symbol>().Concat(command.Arguments)
            .Where(symbol => !symbol.Hidden)
            .Select(symbol => $"{symbol.Description}");
        Assert.That(
            descriptions.Where(text => text.Length is 0 or > LongestDescription || text.Contains('\n')), Is.Empty);
    }

    [TestCaseSource(nameof(Commands))]
    public void Help_of_a_command_explains_every_option_in_lines_of_80_characters(string name)
    {
        CommandRun run = CommandRun.Of("help", name);
        Command command = CommandLine.Create().Subcommands.Single(each => each.Name == name);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        foreach (Option option in command.Options.Where(option => !option.Hidden))
        {
            Assert.That(run.Output, Does.Contain($"  {option.Name}"));
        }

        Assert.That(run.Output.Split('\n').Where(line => line.Length > 80 && line.Trim().Contains(' ')), Is.Empty);
    }
}
