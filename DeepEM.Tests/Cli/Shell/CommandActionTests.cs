using System.CommandLine;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

[NonParallelizable]
[Category(TestCategory.Smoke)]
public sealed class CommandActionTests
{
    private static readonly TestCaseData[] _exceptions =
    [
        new(new InvalidFileException("a.mrc", "0 bytes"), (int)ExitCode.Failure, "deepem work: a.mrc: 0 bytes"),
        new(new IOException("disk\nfull"), (int)ExitCode.Failure, "deepem work: disk full"),
        new(new UnauthorizedAccessException("denied"), (int)ExitCode.Failure, "deepem work: denied"),
        new(new InsufficientMemoryException(), (int)ExitCode.Failure, "deepem work: not enough memory"),
        new(
            new SettingsException("a.mrc", NoticeCode.OutputIsInput, "is an input"),
            (int)ExitCode.Usage,
            "deepem work: a.mrc: is an input"),
        new(new UsageException("--a and --b"), (int)ExitCode.Usage, "deepem work: --a and --b"),
        new(new OperationCanceledException(), (int)ExitCode.Interrupted, "deepem work: interrupted"),
        new(
            new InvalidOperationException("odd"),
            (int)ExitCode.Failure,
            "deepem work: internal error: InvalidOperationException: odd"),
        new(
            new TaskSchedulerException(new InsufficientMemoryException()),
            (int)ExitCode.Failure,
            "deepem work: not enough memory"),
        new(
            new AggregateException(new TaskSchedulerException(new InsufficientMemoryException())),
            (int)ExitCode.Failure,
            "deepem work: not enough memory"),
        new(
            new TypeInitializationException("Type", new IOException("disk full")),
            (int)ExitCode.Failure,
            "deepem work: disk full"),
        new(
            new AggregateException(new OperationCanceledException(), new IOException("disk full")),
            (int)ExitCode.Failure,
            "deepem work: disk full"),
    ];

    [TestCaseSource(nameof(_exceptions))]
    public void An_exception_becomes_one_line_and_an_exit_code(Exception exception, int code, string line)
    {
        CommandRun run = CommandRun.Of(Throwing(exception), ["work"]);

        Assert.That(run.Code, Is.EqualTo((ExitCode)code));
        Assert.That(run.ErrorLines[0].TrimEnd(), Is.EqualTo(line));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(code == (int)ExitCode.Usage ? 3 : 1));
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public void The_stack_of_an_internal_error_is_shown_on_request()
    {
        Environment.SetEnvironmentVariable(CommandAction.DebugVariable, "1");
        try
        {
            CommandRun run = CommandRun.Of(Throwing(new InvalidOperationException("odd")), ["work"]);
            Assert.That(run.Error, Does.Contain("   at DeepEM"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(CommandAction.DebugVariable, null);
        }
    }

    [Test]
    public void The_command_sees_the_request_to_stop()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Command work = new("work");
        work.SetRun((_, token) =>
        {
            token.ThrowIfCancellationRequested();
            return ExitCode.Success;
        });

        CommandRun run = CommandRun.Of(Root(work), ["work"], source.Token);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Interrupted));
    }

    [Test]
    public void The_exit_code_of_the_command_is_handed_on()
    {
        Command work = new("work");
        work.SetRun((_, _) => ExitCode.PartialFailure);

        Assert.That(CommandRun.Of(Root(work), ["work"]).Code, Is.EqualTo(ExitCode.PartialFailure));
    }

    private static RootCommand Throwing(Exception exception)
    {
        Command work = new("work");
        work.SetRun((_, _) => throw exception);
        return Root(work);
    }

    private static RootCommand Root(Command command) => new() { HelpName = "deepem", Subcommands = { command } };
}
