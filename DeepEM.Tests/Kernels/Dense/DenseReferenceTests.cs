using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Dense;

[Category(TestCategory.Smoke)]
public sealed class DenseReferenceTests
{
    // Two images of three values, two units.
    private static readonly ImageShape _images = new(2, 1, 1, 3);
    private static readonly double[] _input = [1, 2, 3, 4, 5, 6];
    private static readonly double[] _weights = [1, 10, 100, 2, 0, -1];
    private static readonly double[] _outputGradient = [1, 2, 3, 4];

    [Test]
    public void Forward_is_the_matrix_product_worked_by_hand() =>
        Assert.That(
            DenseReference.Forward(_input, _weights, [1000, 0.5], _images, 2),
            Is.EqualTo(new[] { 1321, -0.5, 1654, 2.5 }));

    [Test]
    public void BackwardInput_is_the_transposed_product() =>
        Assert.That(
            DenseReference.BackwardInput(_outputGradient, _weights, _images, 2),
            Is.EqualTo(new double[] { 5, 10, 98, 11, 30, 296 }));

    [Test]
    public void BackwardWeights_sums_over_the_images()
    {
        (double[] weights, double[] bias) = DenseReference.BackwardWeights(_input, _outputGradient, _images, 2);
        Assert.That(weights, Is.EqualTo(new double[] { 13, 17, 21, 18, 24, 30 }));
        Assert.That(bias, Is.EqualTo(new double[] { 4, 6 }));
    }
}
