using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

/// <summary>What is said of progress where there is no terminal.</summary>
[Category(TestCategory.Smoke)]
public sealed class ProgressTests
{
    [Test]
    public void Short_work_says_nothing_where_there_is_no_terminal()
    {
        using StringWriter error = new();
        int result = new TextLog(error, "deepem pick").Show((progress, _) =>
        {
            progress.Report(new StageProgress("Picking", 1, 2));
            return 7;
        });

        Assert.That(result, Is.EqualTo(7));
        Assert.That(error.ToString(), Is.Empty);
    }

    [Test]
    public void Long_work_says_a_line_every_half_minute_with_the_time_that_is_left()
    {
        using StringWriter error = new();
        ClockOfSeconds clock = new();
        LineProgress progress = new(error, clock, LineProgress.Usual);
        for (int second = 0; second <= 75; second++)
        {
            clock.Seconds = second;
            progress.Report(Picked(second));
        }

        Assert.That(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(
        [
            "Picking  mic_30, picks 3,000: 30 of 100, 00:01:10 left",
            "Picking  mic_60, picks 6,000: 60 of 100, 00:00:40 left",
        ]));
    }

    [Test]
    public void What_an_earlier_run_has_done_does_not_make_the_rest_look_shorter()
    {
        using StringWriter error = new();
        ClockOfSeconds clock = new();
        LineProgress progress = new(error, clock, LineProgress.Usual);
        progress.Report(Picked(50));
        clock.Seconds = 40;
        progress.Report(Picked(60));

        Assert.That(error.ToString(), Does.EndWith("60 of 100, 00:02:40 left" + Environment.NewLine));
    }

    [Test]
    public void Work_of_unknown_extent_says_how_much_is_done()
    {
        using StringWriter error = new();
        ClockOfSeconds clock = new();
        LineProgress progress = new(error, clock, LineProgress.Usual);
        clock.Seconds = 40;
        progress.Report(Picked(60) with { Total = 0 });

        Assert.That(error.ToString(), Does.EndWith("picks 6,000: 60" + Environment.NewLine));
    }

    [Test]
    public void A_verbose_log_tells_every_step_and_a_terminal_says_what_the_time_is()
    {
        using StringWriter error = new();
        RunLog.Create(LogFormat.Text, isQuiet: false, error, "deepem pick", isVerbose: true).Show((progress, _) =>
        {
            progress.Report(Picked(1));
            progress.Report(Picked(2));
            return 0;
        });

        Assert.That(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain("2 of 100, ").And.Contain(" left"));
        Assert.That(TimeLeftColumn.Of(TimeSpan.FromSeconds(3700)), Is.EqualTo("01:01:40 left"));
        Assert.That(TimeLeftColumn.Of(null), Is.Empty);
    }

    [Test]
    public void Quiet_and_verbose_at_once_is_a_mistake()
    {
        CommandRun run = CommandRun.Of("pick", "a.mrc", "--diameter", "9", "--out", "x", "-q", "-v");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain("--quiet and --verbose exclude each other"));
    }

    private static StageProgress Picked(int done) => new("Picking", done, 100)
    {
        Subject = $"mic_{done}",
        Figures = [new ProgressFigure("picks", 100 * done, "N0")],
    };
}
