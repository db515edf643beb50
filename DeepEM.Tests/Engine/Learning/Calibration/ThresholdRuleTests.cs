using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Calibration;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class ThresholdRuleTests
{
    // Σp = 2.6. Kept 1, 2, 3, 4, 5: TP = 0.95, 1.85, 2.35, 2.55, 2.6; F1 = 2·TP / (2.6 + k):
    // 0.53, 0.80, 0.84, 0.77, 0.68. F2 = 5·TP / (4·2.6 + k): 0.42, 0.75, 0.88, 0.885, 0.84.
    private static readonly double[] _probabilities = [0.05, 0.95, 0.5, 0.9, 0.2];

    [Test]
    public void Curve_promises_the_mean_probability_of_what_is_kept()
    {
        var curve = new ExpectedCurve(_probabilities);
        ExpectedPoint at = curve.At(0.5);

        Assert.That(curve.Particles, Is.EqualTo(2.6).Within(1e-12));
        Assert.That(at.Count, Is.EqualTo(3));
        Assert.That(at.Precision, Is.EqualTo(2.35 / 3).Within(1e-12));
        Assert.That(at.Recall, Is.EqualTo(2.35 / 2.6).Within(1e-12));
    }

    [Test]
    public void More_labels_than_expected_particles_lower_the_recall() =>
        Assert.That(new ExpectedCurve(_probabilities, labels: 5).At(0.5).Recall, Is.EqualTo(2.35 / 5).Within(1e-12));

    [Test]
    public void F1_keeps_three_and_F2_four() => Assert.Multiple(() =>
    {
        Assert.That(ThresholdRule.F1.Choose(new ExpectedCurve(_probabilities)), Is.InRange(0.2, 0.5));
        Assert.That(ThresholdRule.F2.Choose(new ExpectedCurve(_probabilities)), Is.InRange(0.05, 0.2));
    });

    [Test]
    public void Promised_precision_keeps_as_many_as_it_allows() =>
        Assert.That(
            ThresholdRule.ForPrecision(0.9).Choose(new ExpectedCurve(_probabilities)), Is.InRange(0.5, 0.9));

    [Test]
    public void Precision_that_nothing_reaches_keeps_nothing() =>
        Assert.That(
            ThresholdRule.ForPrecision(0.99).Choose(new ExpectedCurve(_probabilities)), Is.GreaterThan(0.95));

    [Test]
    public void Precision_that_nothing_reaches_is_said() => Assert.Multiple(() =>
    {
        Assert.That(
            ThresholdRule.ForPrecision(0.99).Shortfall([0.9, 0.95])!.Text, Does.Contain("0.99").And.Contain("0.95"));
        Assert.That(ThresholdRule.ForPrecision(0.5).Shortfall([])!.Text, Does.Contain("0.5"));
        Assert.That(ThresholdRule.ForPrecision(0.95).Shortfall([0.9, 0.95]), Is.Null);
        Assert.That(ThresholdRule.F2.Shortfall([]), Is.Null);
    });

    [Test]
    public void Without_candidates_the_threshold_is_one_half() =>
        Assert.That(ThresholdRule.F1.Choose(new ExpectedCurve([])), Is.EqualTo(0.5));

    [Test]
    public void Table_has_a_line_for_every_twentieth()
    {
        using var writer = new StringWriter();
        ThresholdTable.Write(writer, new ExpectedCurve(_probabilities));
        string[] lines = writer.ToString().TrimEnd().Split(Environment.NewLine);

        Assert.That(lines, Has.Length.EqualTo(21));
        Assert.That(lines[11], Is.EqualTo("0.50,3,0.7833,0.9038,0.8393"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(19)]
    [TestCase(5000)]
    public void Table_of_candidates_that_are_read_once_is_that_of_their_curve(int candidates)
    {
        var random = new RandomSource(candidates);
        double[] probabilities = [.. Enumerable.Range(0, candidates).Select(_ => (double)(float)random.NextDouble())];
        using var curve = new StringWriter();
        using var read = new StringWriter();
        ThresholdTable.Write(curve, new ExpectedCurve(probabilities));
        ThresholdTable.Write(read, probabilities.OrderDescending());
        Assert.That(read.ToString(), Is.EqualTo(curve.ToString()));
    }

    [Test]
    public void Measured_noise_has_columns_of_its_own_that_are_empty_where_there_is_none()
    {
        using var writer = new StringWriter();
        ThresholdTable.Write(
            writer, [0.9, 0.3], i => i < 10 ? new NoiseRate(0.25, 0.125, 0.5) : null);
        string[] lines = writer.ToString().TrimEnd().Split(Environment.NewLine);

        Assert.That(lines[0], Does.StartWith("# ").And.Contains("measured"));
        Assert.That(
            lines[1], Does.EndWith("recall_of_candidates,expected_f1,noise_rate,noise_rate_low,noise_rate_high"));
        Assert.That(lines[11], Does.StartWith("0.50,1,").And.EndsWith(",0.2500,0.1250,0.5000"));
        Assert.That(lines[12], Does.EndWith(",,,"));
    }
}
