using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Calibration;

[TestFixture]
[Category(TestCategory.Smoke)]
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
    public void Particles_left_out_here_and_there_lower_the_ceiling_and_not_the_slope()
    {
        ScoreCalibration found = CalibrationFit.Fit(Draw(20_000, 0.95), complete: null).Calibration;

        Assert.That(found.Slope, Is.EqualTo(_true.Slope).Within(0.2));
        foreach (double logit in (double[])[-1, 1, 2, 4, 8])
        {
            double labelled = 0.95 * _true.Probability(logit);
            Assert.That(found.Probability(logit), Is.EqualTo(labelled).Within(0.03), $"at {logit}");
            Assert.That(found.Logit(found.Probability(logit)), Is.EqualTo(logit).Within(1e-6));
        }

        Assert.That(found.Logit(0.99), Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void Candidates_perfectly_apart_and_infinite_logits_leave_everything_finite()
    {
        LabelledCandidate[] peaks =
        [
            .. Enumerable.Range(0, 50).Select(i => new LabelledCandidate(10 + i, true)),
            .. Enumerable.Range(0, 50).Select(i => new LabelledCandidate(-10 - i, false)),
            new(double.PositiveInfinity, true),
            new(double.NegativeInfinity, false),
        ];
        (ScoreCalibration found, _) = CalibrationFit.Fit(peaks, complete: true);

        Assert.That(double.IsFinite(found.Slope) && double.IsFinite(found.Intercept));
        Assert.That(found.Probability(10), Is.GreaterThan(0.8));
        Assert.That(found.Probability(-10), Is.LessThan(0.2));
    }

    // 400 particles around a logit of 5 of which a few are labelled, 1500 places of noise around −6.
    [TestCase(12)]
    [TestCase(25)]
    [TestCase(100)]
    public void Crowds_show_where_particles_end_however_few_are_labelled(int labels)
    {
        (ScoreCalibration found, double completeness) = CalibrationFit.FitCrowds(Crowds(labels));

        Assert.That(completeness, Is.EqualTo(labels / 400.0).Within(0.02));
        Assert.That(found.Probability(-2), Is.LessThan(0.2));
        Assert.That(found.Probability(2), Is.GreaterThan(0.8));
    }

    // 25 labelled particles that score 1.5 more than the 125 others, as what is learnt does, and as many look-alikes.
    [Test]
    public void What_lies_between_noise_and_the_labelled_particles_is_none()
    {
        var random = new RandomSource(12);
        LabelledCandidate[] peaks =
        [
            .. Enumerable.Range(0, 25).Select(_ => new LabelledCandidate(8 + (1.5 * random.NextGaussian()), true)),
            .. Enumerable.Range(0, 125).Select(_ => new LabelledCandidate(6.5 + (1.5 * random.NextGaussian()), false)),
            .. Enumerable.Range(0, 150).Select(_ => new LabelledCandidate(1 + (1.5 * random.NextGaussian()), false)),
            .. Enumerable.Range(0, 1000).Select(_ => new LabelledCandidate(-6 + (2 * random.NextGaussian()), false)),
        ];
        (ScoreCalibration found, double completeness) = CalibrationFit.FitCrowds(peaks);

        Assert.That(found.Probability(1), Is.LessThan(0.2));
        Assert.That(found.Probability(6.5), Is.GreaterThan(0.9));
        Assert.That(completeness, Is.EqualTo(25 / 150.0).Within(0.03));
    }

    [Test]
    public void Crowds_of_complete_labels_say_that_they_are_complete() =>
        Assert.That(CalibrationFit.FitCrowds(Crowds(390)).Completeness, Is.EqualTo(1));

    [Test]
    public void Too_few_candidates_for_crowds_are_fitted_as_usual()
    {
        LabelledCandidate[] peaks = [.. Draw(20, 1)];
        Assert.That(CalibrationFit.FitCrowds(peaks), Is.EqualTo(CalibrationFit.Fit(peaks, complete: null)));
    }

    [Test]
    public void Nothing_labelled_leaves_the_scores_as_they_are() =>
        Assert.That(
            CalibrationFit.Fit([new LabelledCandidate(1, false)], complete: null).Calibration,
            Is.EqualTo(ScoreCalibration.Identity));

    private static LabelledCandidate[] Draw(int count, double share)
    {
        var random = new RandomSource(3);
        var peaks = new LabelledCandidate[count];
        for (int i = 0; i < count; i++)
        {
            double logit = random.NextDouble(-5, 8);
            peaks[i] = new LabelledCandidate(logit, random.NextDouble() < share * _true.Probability(logit));
        }

        return peaks;
    }

    private static LabelledCandidate[] Crowds(int labels)
    {
        var random = new RandomSource(11);
        return
        [
            .. Enumerable.Range(0, 400).Select(i => new LabelledCandidate(5 + (2 * random.NextGaussian()), i < labels)),
            .. Enumerable.Range(0, 1500).Select(_ => new LabelledCandidate(-6 + (2 * random.NextGaussian()), false)),
        ];
    }
}
