using DeepEM.Engine.Calibration;
using DeepEM.Engine.Models;
using DeepEM.Engine.Randomness;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Calibration;

[TestFixture]
public sealed class CalibrationFitTests
{
    private static readonly ScoreCalibration _true = new(1.3, -2);

    [Test]
    public void Complete_labels_give_back_the_slope_and_intercept_that_made_them()
    {
        (ScoreCalibration found, double completeness) = CalibrationFit.Fit(Draw(20_000, 1), complete: true);

        Assert.That(found.Slope, Is.EqualTo(_true.Slope).Within(0.08));
        Assert.That(found.Intercept, Is.EqualTo(_true.Intercept).Within(0.15));
        Assert.That(completeness, Is.EqualTo(1));
    }

    [TestCase(0.3)]
    [TestCase(0.1)]
    public void Few_of_the_labels_give_the_same_probabilities_and_say_how_few(double share)
    {
        (ScoreCalibration found, double completeness) = CalibrationFit.Fit(Draw(20_000, share), complete: null);

        Assert.That(completeness, Is.EqualTo(share).Within(0.25 * share));
        foreach (double logit in (double[])[-1, 1, 2, 4])
        {
            Assert.That(found.Probability(logit), Is.EqualTo(_true.Probability(logit)).Within(0.12), $"at {logit}");
        }
    }

    [Test]
    public void Labels_that_are_nearly_complete_count_as_complete() =>
        Assert.That(CalibrationFit.Fit(Draw(20_000, 0.95), complete: null).Completeness, Is.EqualTo(1));

    [Test]
    public void Candidates_perfectly_apart_and_infinite_logits_leave_everything_finite()
    {
        JudgedPeak[] peaks =
        [
            .. Enumerable.Range(0, 50).Select(i => new JudgedPeak(10 + i, true)),
            .. Enumerable.Range(0, 50).Select(i => new JudgedPeak(-10 - i, false)),
            new(double.PositiveInfinity, true),
            new(double.NegativeInfinity, false),
        ];
        (ScoreCalibration found, _) = CalibrationFit.Fit(peaks, complete: true);

        Assert.That(double.IsFinite(found.Slope) && double.IsFinite(found.Intercept));
        Assert.That(found.Probability(10), Is.GreaterThan(0.8));
        Assert.That(found.Probability(-10), Is.LessThan(0.2));
    }

    [Test]
    public void Nothing_labelled_leaves_the_scores_as_they_are() =>
        Assert.That(
            CalibrationFit.Fit([new JudgedPeak(1, false)], complete: null).Calibration,
            Is.EqualTo(ScoreCalibration.Identity));

    private static JudgedPeak[] Draw(int count, double share)
    {
        var random = new RandomSource(3);
        var peaks = new JudgedPeak[count];
        for (int i = 0; i < count; i++)
        {
            double logit = random.NextDouble(-5, 8);
            peaks[i] = new JudgedPeak(logit, random.NextDouble() < share * _true.Probability(logit));
        }

        return peaks;
    }
}
