using DeepEM.Kernels.Fourier;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

public sealed class FourierFactorsTests
{
    [TestCase(1, new int[0])]
    [TestCase(2, new[] { 2 })]
    [TestCase(1024, new[] { 4, 4, 4, 4, 4 })]
    [TestCase(360, new[] { 5, 4, 3, 3, 2 })]
    [TestCase(49, new[] { 7, 7 })]
    [TestCase(3838, new[] { 2, 19, 101 })]
    [TestCase(4093, new[] { 4093 })]
    public void A_length_has_small_factors_first_and_then_its_other_primes(int length, int[] factors) =>
        Assert.That(FourierFactors.Of(length), Is.EqualTo(factors));

    [Test]
    public void The_product_of_the_factors_is_the_length() =>
        Assert.That(
            Enumerable.Range(1, 5000).Select(length => FourierFactors.Of(length).Aggregate(1, (a, b) => a * b)),
            Is.EqualTo(Enumerable.Range(1, 5000)));
}
