using DeepEM.Kernels.Loss;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Loss;

[Category(TestCategory.Smoke)]
public sealed class LossReferenceTests
{
    // At z = log 3 the sigmoid is 3/4.
    private static readonly double _z = Math.Log(3);

    [Test]
    public void Half_squared_error_is_the_one_worked_by_hand()
    {
        Assert.That(LossReference.Value(_z, 1, LossKind.HalfSquaredError), Is.EqualTo(1.0 / 32).Within(1e-15));
        Assert.That(
            LossReference.Derivative(_z, 1, LossKind.HalfSquaredError), Is.EqualTo(-3.0 / 64).Within(1e-15));
    }

    [Test]
    public void Cross_entropy_is_the_one_worked_by_hand()
    {
        Assert.That(
            LossReference.Value(_z, 1, LossKind.BinaryCrossEntropy), Is.EqualTo(-Math.Log(0.75)).Within(1e-15));
        Assert.That(
            LossReference.Value(_z, 0, LossKind.BinaryCrossEntropy), Is.EqualTo(-Math.Log(0.25)).Within(1e-15));
        Assert.That(
            LossReference.Derivative(_z, 0, LossKind.BinaryCrossEntropy), Is.EqualTo(0.75).Within(1e-15));
    }

    [Test]
    public void Cross_entropy_stays_finite_far_out() =>
        Assert.That(LossReference.Value(-1000, 1, LossKind.BinaryCrossEntropy), Is.EqualTo(1000));

    [Test]
    public void Evaluate_multiplies_by_the_sample_weight()
    {
        (double[] losses, double[] gradient) =
            LossReference.Evaluate([0, 0], [1, 1], [0.5, 0], LossKind.HalfSquaredError);
        Assert.That(losses, Is.EqualTo(new[] { 0.0625, 0 }));
        Assert.That(gradient, Is.EqualTo(new[] { -0.0625, 0 }));
    }
}
