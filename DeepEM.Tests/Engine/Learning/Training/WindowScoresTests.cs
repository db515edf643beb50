using DeepEM.Engine.Learning.Training;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

/// <summary>Figures of a test, worked by hand.</summary>
public sealed class WindowScoresTests
{
    [Test]
    public void Four_windows_give_their_figures()
    {
        WindowScores scores = new([2, 1, -1, -2], [true, false, true, false]);

        Assert.That(scores.Precision, Is.EqualTo(0.5));
        Assert.That(scores.TruePositiveRate, Is.EqualTo(0.5));
        Assert.That(scores.FalsePositiveRate, Is.EqualTo(0.5));
        Assert.That(scores.AveragePrecision, Is.EqualTo((1 + (2.0 / 3)) / 2).Within(1e-12));
    }

    [Test]
    public void Equal_scores_are_one_level() =>
        Assert.That(new WindowScores([1, 1], [true, false]).AveragePrecision, Is.EqualTo(0.5));

    [Test]
    public void Nothing_gives_no_number()
    {
        WindowScores none = new([], []);

        Assert.That(none.Precision, Is.NaN);
        Assert.That(none.AveragePrecision, Is.NaN);
        Assert.That(new WindowScores([-1], [false]).Precision, Is.NaN);
    }
}
