using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

[Category(TestCategory.Smoke)]
public sealed class PrecisionRecallCurveTests
{
    // Three labels; hit at 0.9, miss at 0.8, hit and miss tied at 0.7: AP = 1·1/3 + 2/4·1/3.
    [Test]
    public void From_agrees_with_a_case_worked_by_hand()
    {
        LabelledMicrograph micrograph = EvaluationData.Micrograph(
            EvaluationData.Particles((100, 100, 0), (200, 100, 0), (300, 100, 0)),
            EvaluationData.Particles((201, 100, 0.7), (600, 600, 0.8), (101, 100, 0.9), (700, 700, 0.7)));

        PrecisionRecallCurve curve = PrecisionRecallCurve.From([micrograph], 10);

        CurvePoint[] expected =
        [
            new(0.9, 1, 1, 1 / 3.0) { ScoreSum = 0.9 },
            new(0.8, 2, 1 / 2.0, 1 / 3.0) { ScoreSum = 0.9 + 0.8 },
            new(0.7, 4, 2 / 4.0, 2 / 3.0) { ScoreSum = 0.9 + 0.8 + 0.7 + 0.7 },
        ];
        Assert.That(curve.Points, Is.EqualTo(expected));
        Assert.That(curve.AveragePrecision, Is.EqualTo(0.5).Within(1e-12));
        Assert.That(curve.Labels, Is.EqualTo(3));
    }

    [Test]
    public void Best_depends_on_how_much_recall_weighs()
    {
        LabelledMicrograph micrograph = EvaluationData.Micrograph(
            EvaluationData.Particles((100, 100, 0), (200, 100, 0)),
            EvaluationData.Particles(
                (100, 100, 0.9), (500, 500, 0.5), (600, 500, 0.4), (700, 500, 0.3), (800, 500, 0.25), (200, 100, 0.2)));

        PrecisionRecallCurve curve = PrecisionRecallCurve.From([micrograph], 10);

        // F1: 2·1·½/1½ = 0.667 against 2·⅓·1/1⅓ = 0.5. F2: 5·1·½/4½ = 0.556 against 5·⅓·1/(4·⅓+1) = 0.714.
        Assert.That(curve.Best(1)!.Value.Threshold, Is.EqualTo(0.9));
        Assert.That(curve.Best(2)!.Value.Threshold, Is.EqualTo(0.2));
        Assert.That(curve.Best(2)!.Value.F(2), Is.EqualTo(5 / 7.0).Within(1e-12));
    }

    [Test]
    public void A_perfect_ranking_has_average_precision_one_even_with_misses_below()
    {
        Particle[] truth = EvaluationData.Strewn(new RandomSource(1), 50, 900);
        Particle[] misses = EvaluationData.Particles((950, 950, -1), (960, 960, -2), (970, 970, -3));

        PrecisionRecallCurve curve = PrecisionRecallCurve.From(
            [EvaluationData.Micrograph(truth, [.. truth, .. misses])], 0.5);

        Assert.That(curve.AveragePrecision, Is.EqualTo(1).Within(1e-12));
        Assert.That(curve.Best(1)!.Value.F(1), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void No_picks_and_no_labels_give_zero()
    {
        Particle[] some = EvaluationData.Particles((1, 1, 1));

        PrecisionRecallCurve withoutPicks = PrecisionRecallCurve.From([EvaluationData.Micrograph(some, [])], 5);
        PrecisionRecallCurve withoutLabels = PrecisionRecallCurve.From([EvaluationData.Micrograph([], some)], 5);

        Assert.That(withoutPicks.AveragePrecision, Is.Zero);
        Assert.That(withoutPicks.Best(2), Is.Null);
        Assert.That(withoutLabels.AveragePrecision, Is.Zero);
        Assert.That(withoutLabels.Points, Has.Count.EqualTo(1));
    }

    [Test]
    public void Labels_of_micrographs_without_picks_count()
    {
        Particle[] one = EvaluationData.Particles((1, 1, 1));

        PrecisionRecallCurve curve = PrecisionRecallCurve.From(
            [EvaluationData.Micrograph(one, one), EvaluationData.Micrograph(one, [])], 5);

        Assert.That(curve.AveragePrecision, Is.EqualTo(0.5));
    }

    [Test]
    public void A_pick_on_an_ignored_place_counts_only_when_it_matches_a_label()
    {
        LabelledMicrograph micrograph = EvaluationData.Micrograph(
            EvaluationData.Particles((100, 100, 0)),
            EvaluationData.Particles((300, 300, 0.9), (100, 100, 0.8)),
            EvaluationData.Particles((303, 300, 0), (101, 100, 0)));

        PrecisionRecallCurve curve = PrecisionRecallCurve.From([micrograph], 10);

        Assert.That(curve.Points, Is.EqualTo([new CurvePoint(0.8, 1, 1, 1) { ScoreSum = 0.8 }]));
    }

    [Test]
    public void The_order_of_picks_and_micrographs_does_not_matter()
    {
        RandomSource random = new(5);
        LabelledMicrograph[] micrographs = new LabelledMicrograph[4];
        LabelledMicrograph[] shuffled = new LabelledMicrograph[4];
        for (int m = 0; m < micrographs.Length; m++)
        {
            Particle[] truth = EvaluationData.Strewn(random, 60, 900);
            Particle[] picks = EvaluationData.Strewn(random, 200, 900);
            micrographs[m] = EvaluationData.Micrograph([.. truth], [.. picks]);
            random.Shuffle<Particle>(truth);
            random.Shuffle<Particle>(picks);
            shuffled[3 - m] = EvaluationData.Micrograph(truth, picks);
        }

        PrecisionRecallCurve first = PrecisionRecallCurve.From(micrographs, 40);
        PrecisionRecallCurve second = PrecisionRecallCurve.From(shuffled, 40);

        Assert.That(second.Points, Is.EqualTo(first.Points));
        Assert.That(first.AveragePrecision, Is.InRange(0.01, 0.99));
        Assert.That(second.AveragePrecision, Is.EqualTo(first.AveragePrecision).Within(1e-12));
    }

    [TestCase(double.NaN, 0, 0)]
    [TestCase(0, double.PositiveInfinity, 0)]
    [TestCase(0, 0, double.NaN)]
    public void Coordinates_and_scores_that_are_no_numbers_are_refused(double x, double y, double score)
    {
        Assert.That(
            () => EvaluationData.Micrograph([], EvaluationData.Particles((x, y, score))),
            Throws.ArgumentException.With.Message.Contains("numbers"));
    }
}
