using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>Large filters, which are convolved by products of spectra.</summary>
[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdFourierConvolutionTests(SimdWidth width) : SimdTests(width)
{
    // N, C, H, W, K, P, Q: every factor of a length, one after the other and itself; lengths that are padded; odd and
    // even numbers of channels and filters; rows and columns of different lengths; batches around both vectors' lanes.
    private static readonly ConvolutionShape[] _shapes =
    [
        new(1, 2, 24, 25, 4, 9, 10),
        new(17, 3, 27, 29, 5, 13, 11),
        new(9, 4, 32, 30, 3, 11, 12),
        new(2, 5, 36, 23, 6, 12, 9),
        new(5, 6, 40, 27, 8, 9, 9),
    ];

    [Test]
    public void Forward_matches_reference(
        [ValueSource(nameof(_shapes))] ConvolutionShape shape, [Values] ActivationKind activation)
    {
        Assert.That(FourierFilters.AreFaster(shape), "not a shape for spectra");
        double[] images = Draw(1, shape.Input.Length);
        double[] weights = Draw(2, shape.WeightsLength);
        RequireForward(shape, images, weights, activation);
    }

    [Test]
    public void Spectra_follow_the_filters()
    {
        (ConvolutionShape one, ConvolutionShape two) = (_shapes[0], _shapes[3]);
        double[] images = Draw(1, one.Input.Length);
        double[] others = Draw(4, two.Input.Length);
        RequireForward(one, images, Draw(2, one.WeightsLength), ActivationKind.Identity);
        RequireForward(two, others, Draw(5, two.WeightsLength), ActivationKind.Identity);
        RequireForward(one, images, Draw(3, one.WeightsLength), ActivationKind.Identity);
        RequireForward(two, others, Draw(5, two.WeightsLength), ActivationKind.Identity);
        RequireForward(one with { Batch = 1 }, images, Draw(2, one.WeightsLength), ActivationKind.Identity);
    }

    [Test]
    public void An_image_has_the_same_bits_in_every_lane()
    {
        ConvolutionShape shape = _shapes[0] with { Batch = Lanes + 2 };
        int length = (int)shape.Input.ImageLength;
        double[] image = Draw(1, length);
        double[] images = Draw(2, shape.Input.Length);
        image.CopyTo(images, 0);
        image.CopyTo(images, 3 * length);
        image.CopyTo(images, (Lanes + 1) * length);
        float[] all = Forward(shape, images, Draw(3, shape.WeightsLength), ActivationKind.Sigmoid);
        float[][] outputs = [.. all.Chunk((int)shape.Output.ImageLength)];
        Assert.That(outputs[3], Is.EqualTo(outputs[0]));
        Assert.That(outputs[Lanes + 1], Is.EqualTo(outputs[0]));
        Assert.That(outputs[1], Is.Not.EqualTo(outputs[0]));
    }

    [Test]
    public void New_filters_of_a_size_met_before_allocate_nothing()
    {
        ConvolutionShape shape = _shapes[0];
        using Tensor input = Images(shape.Input, Draw(1, shape.Input.Length));
        using Tensor one = Flat(Draw(2, shape.WeightsLength));
        using Tensor other = Flat(Draw(3, shape.WeightsLength));
        using Tensor bias = Flat(Draw(4, shape.Filters));
        using Tensor output = Output(shape.Output);
        Backend.ConvolutionForward(input, one, bias, output, shape, ActivationKind.Relu);
        Backend.ConvolutionForward(input, other, bias, output, shape, ActivationKind.Relu);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Backend.ConvolutionForward(input, one, bias, output, shape, ActivationKind.Relu);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

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

    private void RequireForward(ConvolutionShape shape, double[] images, double[] weights, ActivationKind activation)
    {
        images = images[..(int)shape.Input.Length];
        double[] expected = ConvolutionReference.Forward(
            images, weights, Draw(3, shape.Filters), shape, activation);

        // Rounding is that of the largest sums of a plane; a sigmoid's slope is at most 1/4 of it.
        double tolerance = activation == ActivationKind.Sigmoid ? 1e-4 : 4e-6;
        RequireNear(Forward(shape, images, weights, activation), expected, tolerance);
    }

    private float[] Forward(ConvolutionShape shape, double[] images, double[] weights, ActivationKind activation)
    {
        using Tensor input = Images(shape.Input, images);
        using Tensor filters = Flat(weights);
        using Tensor bias = Flat(Draw(3, shape.Filters));
        using Tensor output = Output(shape.Output);
        Backend.ConvolutionForward(input, filters, bias, output, shape, activation);
        return Read(output);
    }
}
