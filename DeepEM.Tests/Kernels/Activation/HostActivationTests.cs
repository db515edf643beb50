using System.Numerics;
using DeepEM.Kernels.Activation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Activation;

[TestFixture]
public sealed class HostActivationTests
{
    [TestCase(0f)]
    [TestCase(1.7f)]
    [TestCase(-1.7f)]
    [TestCase(-20f)]
    [TestCase(88.5f)]
    [TestCase(-1e30f)]
    [TestCase(float.PositiveInfinity)]
    public void Sigmoid_matches_its_definition(float z)
    {
        double expected = 1 / (1 + Math.Exp(-(double)z));
        Vector<float> actual = HostActivation.Sigmoid(new Vector<float>(z));
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            Assert.That(Math.Abs(actual[lane] - expected) <= (Agreement.OfFunctions * expected) + 1e-37);
        }
    }
}
