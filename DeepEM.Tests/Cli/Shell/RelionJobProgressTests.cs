using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

[Category(TestCategory.Smoke)]
public sealed class RelionJobProgressTests
{
    [Test]
    public void A_line_is_written_every_10_seconds_with_the_picks_of_each_and_the_time_that_is_left()
    {
        using StringWriter output = new();
        ClockOfSeconds clock = new();
        RelionJobProgress progress = new(output, clock);
        for (int second = 0; second < 30; second++)
        {
            clock.Seconds = second;
            progress.Report(new StageProgress("Picking", 1000 + second, 5000)
            {
                Figures = [new ProgressFigure("picks", 118L * (1000 + second), "N0")],
            });
        }

        Assert.That(output.ToString().Split(Environment.NewLine), Is.EqualTo(
        [
            "1,010 of 5,000, 118 picks each, 66 min left",
            "1,020 of 5,000, 118 picks each, 66 min left",
            string.Empty,
        ]));
    }

    [Test]
    public void Another_stage_says_what_it_is()
    {
        using StringWriter output = new();
        ClockOfSeconds clock = new();
        RelionJobProgress progress = new(output, clock);
        progress.Report(new StageProgress("Training", 0, 40));
        clock.Seconds = 20;
        progress.Report(new StageProgress("Training", 10, 40) { Figures = [new ProgressFigure("loss", 0.25, "F2")] });

        Assert.That(
            output.ToString(), Is.EqualTo("Training  loss 0.25: 10 of 40, 60 s left" + Environment.NewLine));
    }
}
