using System.CommandLine;
using DeepEM.Cli;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

[Category(TestCategory.Smoke)]
public sealed class CommandLineTests
{
    [TestCase]
    [TestCase("frobnicate")]
    [TestCase("--frobnicate")]
    [TestCase("evaluate")]
    [TestCase("evaluate", "--truth")]
    [TestCase("evaluate", "--truth", "a", "--picks", "b", "--diameter", "1", "--pixel-size", "1", "--frobnicate", "1")]
    [TestCase("evaluate", "--truth", "a", "--picks", "b", "--diameter", "1", "--pixel-size", "1", "extra")]
    [TestCase("evaluate", "--truth", "a", "--picks", "b", "--diameter", "1", "--diameter", "1", "--pixel-size", "1")]
    [TestCase("evaluate", "--truth", "a", "--picks", "b", "--diameter", "nan", "--pixel-size", "1")]
    [TestCase("evaluate", "--truth", "", "--picks", "b", "--diameter", "1", "--pixel-size", "1")]
    [TestCase("evaluate", "--truth", "a", "--picks", "b", "--diameter", "1", "--pixel-size", "1", "--json", "a")]
    public void A_wrong_command_line_prints_the_usage_on_stderr_and_exits_with_2(params string[] args)
    {
        CommandRun run = CommandRun.Of(args);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ErrorLines[0], Does.StartWith("deepem"));
        Assert.That(run.Error, Does.Contain("Usage: deepem").And.Contain("--help"));
    }

    [Test]
    public void A_word_that_is_no_command_is_named_with_the_near_one_whatever_follows()
    {
        CommandRun run = CommandRun.Of("picc", "base", "--out", "x");

        Assert.That(run.ErrorLines[0].TrimEnd(), Is.EqualTo("deepem: 'picc' is not a command; did you mean 'pick'?"));
        Assert.That(run.Error, Does.Not.Contain("--out"));
    }

    [Test]
    public void Help_of_the_root_and_of_every_command_is_on_stdout_and_exits_with_0()
    {
        foreach (string[] args in CommandLine.Create().Subcommands
            .Select(command => new[] { command.Name, "--help" }).Append(["--help"]))
        {
            CommandRun run = CommandRun.Of(args);

            Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
            Assert.That(run.Output, Does.Contain("Usage:").And.Contain("deepem"));
            Assert.That(run.Error, Is.Empty);
        }
    }

    [Test]
    public void Every_option_and_argument_has_a_description()
    {
        foreach (Command command in CommandLine.Create().Subcommands)
        {
            Assert.That(command.Description, Is.Not.Empty, command.Name);
            foreach (Symbol symbol in command.Options.Concat<Symbol>(command.Arguments))
            {
                Assert.That(symbol.Description, Is.Not.Null.And.Not.Empty, $"{command.Name} {symbol.Name}");
            }
        }
    }

    [TestCase("--treshold", "1")]
    [TestCase("-x")]
    [TestCase("--out", "--frobnicate")]
    public void What_looks_like_an_option_is_never_taken_for_a_file_name(params string[] args)
    {
        CommandRun run = CommandRun.Of(Listing(), ["list", "a.mrc", .. args]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.StartWith("deepem list: unknown option '-"));
    }

    [Test]
    public void Names_after_a_double_dash_and_after_an_equals_sign_may_begin_with_a_dash()
    {
        CommandRun run = CommandRun.Of(
            Listing(), ["list", "--out=-o", "--seed", "-5", "@list.txt", "-", "--", "-x.mrc"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Is.EqualTo("@list.txt|-|-x.mrc -o -5"));
    }

    private static RootCommand Listing()
    {
        Argument<string[]> names = CommonOptions.Micrographs();
        Option<string?> output = PathOption.Optional("--out", "DIR", "A folder");
        Option<long> seed = CommonOptions.Seed();
        Command list = new("list", "Lists.") { names, output, seed };
        list.SetRun((result, _) =>
        {
            string joined = string.Join('|', result.GetRequiredValue(names));
            result.InvocationConfiguration.Output.Write(
                $"{joined} {result.GetValue(output)} {result.GetRequiredValue(seed)}");
            return ExitCode.Success;
        });
        return new RootCommand { HelpName = "deepem", Subcommands = { list } };
    }
}
