using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution;

[Category(TestCategory.Smoke)]
public sealed class ConvolutionReferenceTests
{
    // Input 1..6 in two rows, one filter (1, 10) in one row: every number below was worked by hand.
    private static readonly ConvolutionShape _shape = new(1, 1, 2, 3, 1, 1, 2);
    private static readonly double[] _input = [1, 2, 3, 4, 5, 6];
    private static readonly double[] _weights = [1, 10];

    [Test]
    public void Forward_is_the_unflipped_sum_worked_by_hand() =>
        Assert.That(
            ConvolutionReference.Forward(_input, _weights, [100], _shape, ActivationKind.Identity),
            Is.EqualTo(new double[] { 121, 132, 154, 165 }));

    [Test]
    public void Forward_applies_the_activation_last() =>
        Assert.That(
            ConvolutionReference.Forward(_input, _weights, [-35], _shape, ActivationKind.Relu),
            Is.EqualTo(new double[] { 0, 0, 19, 30 }));

    [Test]
    public void Forward_keeps_images_channels_and_filters_apart()
    {
        ConvolutionShape shape = new(2, 2, 1, 1, 2, 1, 1);
        double[] output = ConvolutionReference.Forward(
            [1, 2, 3, 4], [1, 10, 100, 1000], [0, 0.5], shape, ActivationKind.Identity);
        Assert.That(output, Is.EqualTo(new[] { 21, 2100.5, 43, 4300.5 }));
    }

    [Test]
    public void BackwardInput_sends_each_gradient_to_the_pixels_it_came_from() =>
        Assert.That(
            ConvolutionReference.BackwardInput([1, 2, 3, 4], _weights, _shape),
            Is.EqualTo(new double[] { 1, 12, 20, 3, 34, 40 }));

    [Test]
    public void BackwardWeights_sums_input_times_gradient()
    {
        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(_input, [1, 2, 3, 4], _shape);
        Assert.That(weights, Is.EqualTo(new double[] { 1 + 4 + 12 + 20, 2 + 6 + 15 + 24 }));
        Assert.That(bias, Is.EqualTo(new double[] { 10 }));
    }
}
