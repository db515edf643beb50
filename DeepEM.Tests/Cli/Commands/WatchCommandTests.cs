using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Options of <c>deepem watch</c>.</summary>
public sealed class WatchCommandTests
{
    [TestCase("--settle", "0", "--settle is '0', expected a number from 0.1 to 3600")]
    [TestCase("--poll", "fast", "--poll is 'fast', expected a number from 0.5 to 3600")]
    [TestCase("--stop-after", "12 hours", "--stop-after is '12 hours', expected a time like 90s, 30m, 12h or 2d")]
    [TestCase("--stop-after", "0h", "--stop-after is '0h', expected a time like 90s, 30m, 12h or 2d")]
    [TestCase("--stop-after", "5hm", "--stop-after is '5hm', expected a time like 90s, 30m, 12h or 2d")]
    public void A_wrong_time_is_refused_with_what_is_expected(string option, string value, string expected)
    {
        CommandRun run = CommandRun.Of("watch", "mics", "--diameter", "100", "--out", "x", option, value);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
    }

    [Test]
    public void Either_a_model_or_a_diameter_is_wanted()
    {
        CommandRun run = CommandRun.Of("watch", "mics", "--out", "x");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain("--model or --diameter is missing"));
    }

    [Test]
    public void A_folder_that_is_not_there_is_one_line_and_nothing_is_written()
    {
        using ScratchFolder folder = new();
        CommandRun run = CommandRun.Of("watch", folder["none"], "--diameter", "100", "--out", folder["out"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error.Trim(), Is.EqualTo(
            $"deepem watch: {folder["none"]}: no such folder, expected one, or a STAR file"));
        Assert.That(folder["out"], Does.Not.Exist);
    }

    [Test]
    public void A_model_that_cannot_be_read_leaves_nothing_behind()
    {
        using ScratchFolder folder = new();
        folder.Write("mics/a.mrc", "x");
        string model = folder.Write("m.deepem", "no model");
        CommandRun run = CommandRun.Of("watch", folder["mics"], "--model", model, "--out", folder["out"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(folder["out"], Does.Not.Exist);
    }
}
