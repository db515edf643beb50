using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.Recipes;

[TestFixture]
public sealed class PublishedRecipeTests
{
    // Right picks at 0.95, 0.62 and 0.55, wrong ones at 0.58 and 0.35; three labels. F2 = 5PR / (4P + R):
    // above 0.6 P = 1, R = 2/3, F2 = 0.714; above 0.5 P = 3/4, R = 1, F2 = 0.9375; above 0.3 P = 3/5, F2 = 0.882.
    private static readonly ScoredPick[] _candidates =
    [
        new(0.95, 0, true), new(0.62, 0, true), new(0.58, 0, false), new(0.55, 0, true), new(0.35, 0, false),
    ];

    [Test]
    public void Threshold_is_the_tenth_with_the_best_F2() =>
        Assert.That(Recipe(rule: null).Judge(_candidates, labels: 3).Threshold, Is.EqualTo(0.4));

    [Test]
    public void Threshold_follows_the_rule_that_is_asked_for() =>
        Assert.That(
            Recipe(ThresholdRule.ForPrecision(0.9)).Judge(_candidates, labels: 3).Threshold, Is.EqualTo(0.6));

    [Test]
    public void Precision_that_no_tenth_reaches_takes_the_most_precise_and_says_so()
    {
        // Above 0.9 to 0.7 one of two is right, above 0.6 two of three, from 0.5 down two of four.
        CalibratedScores scores = Recipe(ThresholdRule.ForPrecision(0.9)).Judge(
            [new(0.95, 0, false), new(0.94, 0, true), new(0.62, 0, true), new(0.55, 0, false)], labels: 3);

        Assert.That(scores.Threshold, Is.EqualTo(0.6));
        Assert.That(scores.Warning!.ToString(), Does.Contain("0.9").And.Contain("0.67"));
        Assert.That(Recipe(rule: null).Judge(_candidates, labels: 3).Warning, Is.Null);
    }

    [Test]
    public void Threshold_without_picks_is_one_of_the_tenths() =>
        Assert.That(Recipe(rule: null).Judge([], labels: 1).Threshold, Is.EqualTo(0.1));

    [Test]
    public void Published_preset_trains_and_describes_its_model()
    {
        TrainingRunSettings settings = SmallData.Settings with { Preset = NetworkPreset.NineteenS, Labels = 8 };
        TrainingReport report = SmallData.Shared.Train(threads: 2, settings);
        PickingModel model = report.Model;

        Assert.That(model.Network, Is.EqualTo(NetworkPresets.NineteenS));
        Assert.That(model.Binning, Is.EqualTo(1));
        Assert.That(model.Deviation!.Value.Low, Is.Positive.And.LessThan(model.Deviation.Value.High));
        Assert.That(model.Threshold * 10, Is.EqualTo(Math.Round(model.Threshold * 10)).Within(1e-9));
        Assert.That(report.Curve, Has.Count.EqualTo(1));
        Assert.That(report.Curve[0].HeldOutLoss, Is.LessThan(0.5));
    }

    private static PublishedRecipe Recipe(ThresholdRule? rule) => new(
        new TrainingSet([], NetworkPresets.Klh, PixelSizeAngstrom: 1, Binning: 1, Diameter: 20, []),
        SmallData.Settings with { Preset = NetworkPreset.Klh, ThresholdRule = rule });
}
