using DeepEM.Kernels.Update;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Update;

[Category(TestCategory.Smoke)]
public sealed class UpdateReferenceTests
{
    [Test]
    public void Accumulate_adds()
    {
        double[] target = [1, 2];
        UpdateReference.Accumulate(target, [10, 20]);
        Assert.That(target, Is.EqualTo(new double[] { 11, 22 }));
    }

    [Test]
    public void Sgd_steps_against_the_gradient()
    {
        double[] parameters = [1, 2];
        UpdateReference.Sgd(parameters, [2, -4], 0.5);
        Assert.That(parameters, Is.EqualTo(new double[] { 0, 4 }));
    }

    [Test]
    public void Momentum_keeps_a_share_of_the_velocity()
    {
        double[] parameters = [1];
        double[] velocity = [4];
        UpdateReference.Momentum(parameters, [2], velocity, rate: 0.5, momentum: 0.25);
        Assert.That(velocity, Is.EqualTo(new double[] { 3 }));
        Assert.That(parameters, Is.EqualTo(new[] { -0.5 }));
    }

    [Test]
    public void Adam_is_the_step_worked_by_hand()
    {
        double[] parameters = [10];
        double[] first = [2];
        double[] second = [4];
        AdamStep constants = new(0.5f, 0.5f, 0.75f, 1, WeightDecay: 0.25f, Correction1: 0.5f, Correction2: 0.25f);
        UpdateReference.Adam(parameters, [6], first, second, constants);

        // m = 1 + 3, v = 3 + 9; the step is 0.5·8/(√48 + 1); the decay leaves 10·(1 − 0.125).
        Assert.That(first, Is.EqualTo(new double[] { 4 }));
        Assert.That(second, Is.EqualTo(new double[] { 12 }));
        Assert.That(parameters[0], Is.EqualTo(8.75 - (4 / (Math.Sqrt(48) + 1))).Within(1e-15));
    }
}
