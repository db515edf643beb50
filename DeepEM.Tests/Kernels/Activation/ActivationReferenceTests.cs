using DeepEM.Kernels.Activation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Activation;

[Category(TestCategory.Smoke)]
public sealed class ActivationReferenceTests
{
    [TestCase(ActivationKind.Identity, -3, -3)]
    [TestCase(ActivationKind.Relu, -3, 0)]
    [TestCase(ActivationKind.Relu, 3, 3)]
    [TestCase(ActivationKind.Sigmoid, 0, 0.5)]
    [TestCase(ActivationKind.Sigmoid, -1000, 0)]
    [TestCase(ActivationKind.Sigmoid, 1000, 1)]
    public void Value_is_the_one_worked_by_hand(ActivationKind activation, double z, double expected) =>
        Assert.That(ActivationReference.Value(z, activation), Is.EqualTo(expected));

    [Test]
    public void Sigmoid_of_the_logarithm_of_three_is_three_quarters() =>
        Assert.That(ActivationReference.Value(Math.Log(3), ActivationKind.Sigmoid), Is.EqualTo(0.75).Within(1e-15));

    [Test]
    public void Backward_multiplies_by_the_derivative_from_the_output()
    {
        double[] gradient = [2, 2];
        Assert.That(
            ActivationReference.Backward([0.75, 0], gradient, ActivationKind.Sigmoid),
            Is.EqualTo(new[] { 0.375, 0 }));
        Assert.That(
            ActivationReference.Backward([0.75, 0], gradient, ActivationKind.Relu), Is.EqualTo(new double[] { 2, 0 }));
        Assert.That(
            ActivationReference.Backward([0.75, 0], gradient, ActivationKind.Identity), Is.EqualTo(gradient));
    }
}
