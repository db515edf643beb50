using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Loss;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

[TestFixture]
public sealed class PositiveUnlabelledRiskTests
{
    private static readonly double[] _logits = [1.3, -0.4, 2.2, -1.1, 0.3, -2.0];

    // The unlabelled ground scores far below the particles, so that the particles' share in it is more than all of it.
    private static readonly double[] _heart = [6, -9, 7, -8, 8, -9];

    [Test]
    public void Without_unlabelled_particles_it_is_the_plain_loss()
    {
        var risk = new PositiveUnlabelledRisk(0);

        Assert.That(risk.Next(6), Is.EqualTo(ExampleWeights.Alike(6)));
        double expected = _logits.Select((z, i) =>
            LossReference.Value(z, IsParticle(i) ? 1 : 0, LossKind.Sigmoid)).Average();
        Assert.That(risk.Observe(Sums(_logits)), Is.EqualTo(expected).Within(1e-12));
    }

    // d R / d z by central differences against what the kernels make of targets and weights.
    [Test]
    public void Targets_and_weights_have_the_gradient_of_the_risk()
    {
        const double prior = 0.1;
        ExampleWeights weights = new PositiveUnlabelledRisk(prior).Next(6);
        for (int i = 0; i < _logits.Length; i++)
        {
            Assert.That(
                Derivative(weights, _logits, i), Is.EqualTo(Slope(prior, _logits, i)).Within(1e-6), $"window {i}");
        }
    }

    [Test]
    public void Step_goes_up_the_negative_risk_where_it_is_below_zero()
    {
        const double prior = 0.3;
        var risk = new PositiveUnlabelledRisk(prior);
        for (int batch = 0; batch < 60; batch++)
        {
            risk.Observe(Sums(_heart));
        }

        ExampleWeights weights = risk.Next(6);
        for (int i = 0; i < _heart.Length; i++)
        {
            double down = Derivative(weights, _heart, i);
            double negative = NegativeSlope(prior, _heart, i);
            Assert.That(down, Is.EqualTo(-0.5 * negative).Within(1e-6), $"window {i}");
        }
    }

    [Test]
    public void Prior_must_leave_ground() => Assert.Multiple(() =>
    {
        Assert.That(() => new PositiveUnlabelledRisk(-0.01), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PositiveUnlabelledRisk(0.41), Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    private static bool IsParticle(int i) => i % 2 == 0;

    private static double Derivative(ExampleWeights weights, double[] logits, int i) => IsParticle(i)
        ? weights.ParticleWeight
            * LossReference.Derivative(logits[i], weights.ParticleTarget, LossKind.Sigmoid)
        : weights.OtherWeight * LossReference.Derivative(logits[i], weights.OtherTarget, LossKind.Sigmoid);

    private static double Slope(double prior, double[] logits, int i)
    {
        double Risk(double shift)
        {
            double[] moved = [.. logits];
            moved[i] += shift;
            return new PositiveUnlabelledRisk(prior).Observe(Sums(moved));
        }

        const double step = 1e-4;
        return (Risk(step) - Risk(-step)) / (2 * step);
    }

    private static double NegativeSlope(double prior, double[] logits, int i)
    {
        double sigma = 1 / (1 + Math.Exp(-logits[i]));
        double slope = sigma * (1 - sigma);
        return IsParticle(i) ? -prior / (1 - prior) * slope / 3 : slope / (1 - prior) / 3;
    }

    private static RiskSums Sums(double[] logits)
    {
        RiskSums sums = default;
        for (int i = 0; i < logits.Length; i++)
        {
            sums = sums.With(IsParticle(i), logits[i]);
        }

        return sums;
    }
}
