using DeepEM.Kernels.Fourier;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

public sealed class FourierPlanTests
{
    [TestCase(2, 2)]
    [TestCase(7, 8)]
    [TestCase(74, 75)]
    [TestCase(121, 125)]
    [TestCase(150, 150)]
    public void A_length_is_a_product_of_small_factors(int least, int expected) =>
        Assert.That(FourierPlan.LengthFor(least), Is.EqualTo(expected));

    [Test]
    public void Other_lengths_are_refused() =>
        Assert.That(() => new FourierPlan(77), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
