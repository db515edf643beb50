using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

/// <summary>The log for programs: each line an object, from the same types as the text.</summary>
[Category(TestCategory.Smoke)]
public sealed class JsonLogTests
{
    [Test]
    public void Progress_notices_errors_and_the_end_are_a_line_each()
    {
        JsonElement[] lines = Lines(log =>
        {
            log.Show((progress, _) =>
            {
                progress.Report(new StageProgress("Picking", 1, 2)
                {
                    Subject = "a \"b\"",
                    Figures = [new ProgressFigure("picks", 12, "N0")],
                });
                return 0;
            });
            log.Write([Notice.Warning("m.mrc", NoticeCode.PixelSizeOdd, "odd")]);
            log.Fail(new InvalidFileException("m.mrc", "not known", code: NoticeCode.PixelSizeUnknown));
            log.End(ExitCode.Failure);
        });

        Assert.That(
            lines.Select(line => line.GetProperty("event").GetString()),
            Is.EqualTo(["progress", "notice", "error", "end"]));
        Assert.That(lines[0].GetProperty("subject").GetString(), Is.EqualTo("a \"b\""));
        Assert.That(lines[0].GetProperty("figures").GetProperty("picks").GetDouble(), Is.EqualTo(12));
        Assert.That(lines[1].GetProperty("severity").GetString(), Is.EqualTo("warning"));
        Assert.That(lines[1].GetProperty("code").GetString(), Is.EqualTo("pixel-size-odd"));
        Assert.That(lines[2].GetProperty("text").GetString(), Is.EqualTo("not known"));
        Assert.That(lines[2].GetProperty("hint").GetString(), Is.EqualTo("give --pixel-size"));
        Assert.That(lines[3].GetProperty("exit_code").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void Reports_that_come_faster_than_once_a_second_are_left_out_but_for_the_first_and_the_last()
    {
        JsonElement[] lines = Lines(log => log.Show((progress, _) =>
        {
            for (int done = 1; done <= 1000; done++)
            {
                progress.Report(new StageProgress("Picking", done, 1000));
            }

            return 0;
        }));

        Assert.That(lines, Has.Length.InRange(2, 20));
        Assert.That(lines[0].GetProperty("done").GetInt32(), Is.EqualTo(1));
        Assert.That(lines[^1].GetProperty("done").GetInt32(), Is.EqualTo(1000));
    }

    [Test]
    public void A_quiet_log_has_no_progress()
    {
        using StringWriter error = new();
        var log = RunLog.Create(LogFormat.Json, isQuiet: true, error, "deepem pick");
        log.Show((progress, _) =>
        {
            progress.Report(new StageProgress("Picking", 1, 1));
            return 0;
        });

        Assert.That(error.ToString(), Is.Empty);
    }

    [Test]
    public void The_command_line_writes_nothing_else_to_standard_error()
    {
        using var folder = new ScratchFolder();
        using StringWriter output = new();
        using StringWriter error = new();
        ExitCode code = DeepEM.Cli.CommandLine.Run(
            ["pick", "missing.mrc", "--diameter", "100", "--out", folder.Path, "--log", "json"], output, error);

        Assert.That(code, Is.EqualTo(ExitCode.Failure));
        string[] lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()),
            Is.EqualTo(["error", "end"]));
    }

    [TestCase("picc", "--out", "x")]
    [TestCase("pick", "--diamter", "3")]
    [TestCase("pick", "a.mrc", "--diameter", "-1", "--out", "x")]
    [TestCase("pick", "a.mrc", "--out", "x")]
    public void A_wrong_command_line_is_told_in_the_style_of_the_log(params string[] arguments)
    {
        CommandRun run = CommandRun.Of([.. arguments, "--log", "json"]);

        JsonElement[] lines = [.. run.ErrorLines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(lines[0].GetProperty("code").GetString(), Is.EqualTo("usage"));
        Assert.That(lines[0].GetProperty("usage").GetString(), Does.StartWith("deepem"));
        Assert.That(lines[^1].GetProperty("exit_code").GetInt32(), Is.EqualTo((int)ExitCode.Usage));
    }

    [Test]
    public void A_log_in_no_known_style_is_refused_as_text()
    {
        CommandRun run = CommandRun.Of("pick", "a.mrc", "--diameter", "9", "--out", "x", "--log", "xml");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.StartWith("deepem pick: --log "));
    }

    private static JsonElement[] Lines(Action<RunLog> work)
    {
        using StringWriter error = new();
        work(RunLog.Create(LogFormat.Json, isQuiet: false, error, "deepem pick"));
        return
        [
            .. error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
    }
}
