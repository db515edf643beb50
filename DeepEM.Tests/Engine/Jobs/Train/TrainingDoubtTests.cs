using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

/// <summary>Nothing is promised of a model that does not find what was labelled.</summary>
[Category(TestCategory.Smoke)]
public sealed class TrainingDoubtTests
{
    private static readonly CalibratedScores _scores =
        new(ScoreCalibration.Identity, Threshold: 0.5, new ExpectedCurve([0.9]), Completeness: 1);

    [TestCase(0.96, false, true)]
    [TestCase(0.5, false, true)]
    [TestCase(0.49, true, true)]
    [TestCase(0.29, true, false)]
    [TestCase(0.01, true, false)]
    public void A_low_average_precision_is_warned_of_and_a_lower_one_promises_nothing(
        double precision, bool isWarned, bool isPromising)
    {
        (Notice? warning, bool promising) =
            TrainingDoubt.Of(precision, [], labels: 50, _scores);

        Assert.That((warning is not null, promising), Is.EqualTo((isWarned, isPromising)));
    }

    [TestCase(40, true)]
    [TestCase(25, true)]
    [TestCase(24, false)]
    [TestCase(0, false)]
    public void Where_none_were_held_out_most_labels_must_be_found_again(int found, bool isPromising)
    {
        ScoredPick[] picks =
        [
            .. Enumerable.Range(0, 200).Select(i => new ScoredPick(i < 90 ? 0.8 : 0.2, 0, Hit: i < found || i >= 100)),
        ];

        Assert.That(TrainingDoubt.Of(null, picks, labels: 50, _scores).IsPromising, Is.EqualTo(isPromising));
    }
}
