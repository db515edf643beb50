using System.Text.Json;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

[Category(TestCategory.Smoke)]
public sealed class EvaluatorTests
{
    private static readonly EvaluationSettings _settings = new(40, 1);

    // Printed by an independent scorer for the same coordinates, to six places.
    [TestCase(8, 32, 0.28125, 0.6, 0.382979, 0.48913, 5.944185, 0.219731, 0.4, 0.1)]
    [TestCase(10, 32, 0.40625, 0.866667, 0.553191, 0.706522, 7.141428, 0.394967, 0.577778, 0.1)]
    [TestCase(16, 31, 0.483871, 1.0, 0.652174, 0.824176, 7.750269, 0.600317, 0.681818, 0.1)]
    public void Evaluate_agrees_with_an_independent_scorer(
        double radius,
        int picks,
        double precision,
        double recall,
        double f1,
        double f2,
        double rms,
        double averagePrecision,
        double bestF1,
        double bestThreshold)
    {
        EvaluationSettings settings = _settings with { RadiusFraction = radius / 40 };

        RadiusReport report = Evaluator.Evaluate(EvaluationData.Crowded(), settings).Headline();

        Assert.That(report.RadiusPixels, Is.EqualTo(radius));
        Assert.That(report.Labels, Is.EqualTo(15));
        Assert.That(report.Picks, Is.EqualTo(picks));
        Assert.That(report.Precision, Is.EqualTo(precision).Within(1e-6));
        Assert.That(report.Recall, Is.EqualTo(recall).Within(1e-6));
        Assert.That(report.F1, Is.EqualTo(f1).Within(1e-6));
        Assert.That(report.F2, Is.EqualTo(f2).Within(1e-6));
        Assert.That(report.RmsErrorPixels, Is.EqualTo(rms).Within(1e-6));
        Assert.That(report.AveragePrecision, Is.EqualTo(averagePrecision).Within(1e-6));
        Assert.That(report.BestF1, Is.EqualTo(bestF1).Within(1e-6));
        Assert.That(report.BestThreshold, Is.EqualTo(bestThreshold));
    }

    [Test]
    public void Evaluate_reports_the_headline_radius_and_half_the_diameter()
    {
        EvaluationSettings settings = new(DiameterAngstrom: 200, PixelSizeAngstrom: 2);

        EvaluationReport report = Evaluator.Evaluate(EvaluationData.Crowded(), settings);
        EvaluationReport wide = Evaluator.Evaluate(
            EvaluationData.Crowded(), settings with { RadiusFraction = 0.5 });

        Assert.That(report.Radii.Select(radius => radius.RadiusPixels), Is.EqualTo([25.0, 50.0]));
        Assert.That(wide.Radii, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_picks_set_precision_and_the_candidates_the_curve()
    {
        Particle[] truth = EvaluationData.Particles((100, 100, 0), (200, 100, 0));
        Particle[] candidates = EvaluationData.Particles((100, 100, 0.9), (200, 100, 0.3));

        EvaluationReport report = Evaluator.Evaluate(
            [EvaluationData.Micrograph(truth, candidates[..1])],
            _settings,
            [EvaluationData.Micrograph(truth, candidates)]);

        Assert.That(report.Headline().Recall, Is.EqualTo(0.5));
        Assert.That(report.Headline().AveragePrecision, Is.EqualTo(1));
        Assert.That(report.Headline().BestThreshold, Is.EqualTo(0.3));
        Assert.That(report.Picks, Is.EqualTo(1));
        Assert.That(report.ScoredPicks, Is.EqualTo(2));
    }

    [TestCase(true, false, Orientation.MirroredInX)]
    [TestCase(false, true, Orientation.MirroredInY)]
    [TestCase(true, true, Orientation.MirroredInBoth)]
    public void Mirrored_picks_are_noticed(bool mirrorX, bool mirrorY, Orientation expected)
    {
        Particle[] truth = EvaluationData.Strewn(new RandomSource(2), 40, 1000);
        Particle[] picks =
        [
            .. truth.Select(label => label with
            {
                X = mirrorX ? 999 - label.X : label.X,
                Y = mirrorY ? 999 - label.Y : label.Y,
            }),
        ];

        EvaluationReport report = Evaluator.Evaluate([EvaluationData.Micrograph(truth, picks)], _settings);

        Assert.That(report.BestOrientation, Is.EqualTo(expected));
        Assert.That(report.Warnings.Texts(), Has.One.Contains("40 matches instead of"));
    }

    [Test]
    public void Picks_the_right_way_round_and_random_picks_raise_no_warning()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomSource random = new(seed);
            Particle[] truth = EvaluationData.Strewn(random, 60, 999);
            Particle[] strewn = EvaluationData.Strewn(random, 60, 999);

            EvaluationReport right = Evaluator.Evaluate([EvaluationData.Micrograph(truth, truth)], _settings);
            EvaluationReport chance = Evaluator.Evaluate([EvaluationData.Micrograph(truth, strewn)], _settings);

            Assert.That(right.BestOrientation, Is.EqualTo(Orientation.AsGiven));
            Assert.That(right.Warnings, Is.Empty);
            Assert.That(chance.BestOrientation, Is.EqualTo(Orientation.AsGiven), $"seed {seed}");
        }
    }

    [Test]
    public void Without_sizes_orientation_and_random_floor_are_unknown_and_a_border_is_refused()
    {
        LabelledMicrograph[] micrographs =
            [.. EvaluationData.Crowded().Select(micrograph => micrograph with { Width = 0, Height = 0 })];

        EvaluationReport report = Evaluator.Evaluate(micrographs, _settings);

        Assert.That(report.BestOrientation, Is.Null);
        Assert.That(report.Headline().RandomF1, Is.Null);
        Assert.That(
            () => Evaluator.Evaluate(micrographs, _settings with { BorderPixels = 5 }),
            Throws.ArgumentException.With.Message.Contains("first"));
    }

    [Test]
    public void The_border_rule_leaves_out_both_sides()
    {
        LabelledMicrograph micrograph = EvaluationData.Micrograph(
            EvaluationData.Particles((19, 500, 0), (20, 500, 0), (500, 500, 0), (979, 500, 0), (980, 700, 0)),
            EvaluationData.Particles((19, 500, 1), (5, 5, 2), (500, 500, 3), (978, 702, 4)));

        EvaluationReport report = Evaluator.Evaluate([micrograph], _settings with { BorderPixels = 20 });

        // Inside are the labels at 20, 500 and 979. The last pick found the label at 980, in the border: left out.
        Assert.That(report.Labels, Is.EqualTo(3));
        Assert.That(report.Headline().Picks, Is.EqualTo(1));
        Assert.That(report.Headline().Precision, Is.EqualTo(1));
        Assert.That(report.Headline().Recall, Is.EqualTo(1 / 3.0));
    }

    [Test]
    public void The_random_floor_is_near_what_the_covered_area_predicts()
    {
        Particle[] truth =
            [.. Enumerable.Range(0, 100).Select(i => new Particle(50 + (i % 10 * 100), 50 + (i / 10 * 100), 0))];

        EvaluationReport report = Evaluator.Evaluate([EvaluationData.Micrograph(truth, [])], _settings);

        // A disc of radius 10 is p = π/10,000 of the area; a label is found when one of 100 picks falls on its disc:
        // 1 − (1 − p)^100 = 0.0309, at equal numbers of picks and labels also the F1.
        Assert.That(report.Headline().RandomF1, Is.EqualTo(0.0309).Within(0.012));
    }

    [Test]
    public void The_bootstrap_interval_holds_the_average_precision_and_needs_two_micrographs()
    {
        EvaluationReport two = Evaluator.Evaluate(EvaluationData.Crowded(), _settings);
        EvaluationReport one = Evaluator.Evaluate(EvaluationData.Crowded()[..1], _settings);
        double alone = one.Headline().AveragePrecision;
        double other = Evaluator.Evaluate(EvaluationData.Crowded()[1..], _settings).Headline().AveragePrecision;
        BootstrapInterval interval = two.Headline().AveragePrecisionInterval!.Value;

        // One resample in four is the first micrograph twice, one the second twice: the ends of the interval.
        Assert.That(interval.Low, Is.EqualTo(Math.Min(alone, other)).Within(1e-12));
        Assert.That(interval.High, Is.EqualTo(Math.Max(alone, other)).Within(1e-12));
        Assert.That(one.Headline().AveragePrecisionInterval, Is.Null);
    }

    [Test]
    public void Equal_seeds_give_equal_reports()
    {
        string first = Json(_settings);

        Assert.That(Json(_settings), Is.EqualTo(first));
        Assert.That(Json(_settings with { Seed = 2 }).Replace("\"seed\": 2", "\"seed\": 1"), Is.Not.EqualTo(first));
    }

    [Test]
    public void Coordinates_outside_or_in_one_quarter_raise_a_warning()
    {
        Particle[] truth = EvaluationData.Strewn(new RandomSource(2), 40, 999);
        Particle[] halved = [.. truth.Select(label => label with { X = label.X / 2, Y = label.Y / 2 })];
        Particle[] doubled = [.. truth.Select(label => label with { X = label.X * 2, Y = label.Y * 2 })];

        Assert.That(
            Evaluator.Evaluate([EvaluationData.Micrograph(truth, halved)], _settings).Warnings.Texts(),
            Has.One.Contains("first quarter"));
        Assert.That(
            Evaluator.Evaluate([EvaluationData.Micrograph(truth, doubled)], _settings).Warnings.Texts(),
            Has.One.Contains("outside the micrograph"));
    }

    [Test]
    public void Settings_out_of_range_and_foreign_candidates_are_refused()
    {
        LabelledMicrograph[] micrographs = EvaluationData.Crowded();

        Assert.That(() => Evaluator.Evaluate([], _settings), Throws.ArgumentException);
        Assert.That(
            () => Evaluator.Evaluate(micrographs, _settings, micrographs[..1]),
            Throws.ArgumentException.With.Message.Contains("other micrographs"));
        foreach (EvaluationSettings wrong in new[]
        {
            new EvaluationSettings(0, 1),
            new EvaluationSettings(1, double.NaN),
            _settings with { RadiusFraction = -1 },
            _settings with { BorderPixels = double.NaN },
            _settings with { BootstrapResamples = -1 },
            _settings with { RandomDraws = 0 },
        })
        {
            Assert.That(
                () => Evaluator.Evaluate(micrographs, wrong), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void WriteJson_uses_snake_case_names()
    {
        using JsonDocument document = JsonDocument.Parse(Json(_settings));

        JsonElement headline = document.RootElement.GetProperty("radii")[0];
        Assert.That(document.RootElement.GetProperty("micrographs").GetInt32(), Is.EqualTo(2));
        Assert.That(document.RootElement.GetProperty("best_orientation").GetString(), Is.EqualTo("as_given"));
        Assert.That(headline.GetProperty("radius_fraction").GetDouble(), Is.EqualTo(0.25));
        Assert.That(headline.GetProperty("f1").GetDouble(), Is.EqualTo(0.553191).Within(1e-6));
        Assert.That(headline.GetProperty("average_precision_interval").GetProperty("low").GetDouble(), Is.Positive);
    }

    private static string Json(EvaluationSettings settings)
    {
        using MemoryStream stream = new();
        Evaluator.WriteJson(Evaluator.Evaluate(EvaluationData.Crowded(), settings), stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
