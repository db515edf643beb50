using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Simd;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Simd;

/// <summary>Large filters, which are convolved by products of spectra.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class FourierConvolutionSimdTests(string backendName) : BackendTests(backendName)
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
        double[] images = Numbers.Draw(1, shape.Input.Length);
        double[] weights = Numbers.Draw(2, shape.WeightsLength);
        RequireForward(shape, images, weights, activation);
    }

    [Test]
    public void Spectra_follow_the_filters()
    {
        (ConvolutionShape one, ConvolutionShape two) = (_shapes[0], _shapes[3]);
        double[] images = Numbers.Draw(1, one.Input.Length);
        double[] others = Numbers.Draw(4, two.Input.Length);
        RequireForward(one, images, Numbers.Draw(2, one.WeightsLength), ActivationKind.Identity);
        RequireForward(two, others, Numbers.Draw(5, two.WeightsLength), ActivationKind.Identity);
        RequireForward(one, images, Numbers.Draw(3, one.WeightsLength), ActivationKind.Identity);
        RequireForward(two, others, Numbers.Draw(5, two.WeightsLength), ActivationKind.Identity);
        RequireForward(one with { Batch = 1 }, images, Numbers.Draw(2, one.WeightsLength), ActivationKind.Identity);
    }

    [Test]
    public void An_image_has_the_same_bits_in_every_lane()
    {
        ConvolutionShape shape = _shapes[0] with { Batch = Backend.ChunkImages + 2 };
        int length = (int)shape.Input.ImageLength;
        double[] image = Numbers.Draw(1, length);
        double[] images = Numbers.Draw(2, shape.Input.Length);
        image.CopyTo(images, 0);
        image.CopyTo(images, 3 * length);
        image.CopyTo(images, (Backend.ChunkImages + 1) * length);
        float[] all = Forward(shape, images, Numbers.Draw(3, shape.WeightsLength), ActivationKind.Sigmoid);
        float[][] outputs = [.. all.Chunk((int)shape.Output.ImageLength)];
        Assert.That(outputs[3], Is.EqualTo(outputs[0]));
        Assert.That(outputs[Backend.ChunkImages + 1], Is.EqualTo(outputs[0]));
        Assert.That(outputs[1], Is.Not.EqualTo(outputs[0]));
    }

    [Test]
    public void New_filters_of_a_size_met_before_allocate_nothing()
    {
        ConvolutionShape shape = _shapes[0];
        using Tensor input = Backend.Images(shape.Input, Numbers.Draw(1, shape.Input.Length));
        using Tensor one = Backend.Flat(Numbers.Draw(2, shape.WeightsLength));
        using Tensor other = Backend.Flat(Numbers.Draw(3, shape.WeightsLength));
        using Tensor bias = Backend.Flat(Numbers.Draw(4, shape.Filters));
        using Tensor output = Backend.ImagesOutput(shape.Output);
        Backend.Layers.ConvolutionForward(input, one, bias, output, shape, ActivationKind.Relu);
        Backend.Layers.ConvolutionForward(input, other, bias, output, shape, ActivationKind.Relu);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Backend.Layers.ConvolutionForward(input, one, bias, output, shape, ActivationKind.Relu);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void RequireForward(ConvolutionShape shape, double[] images, double[] weights, ActivationKind activation)
    {
        images = images[..(int)shape.Input.Length];
        double[] expected = ConvolutionReference.Forward(
            images, weights, Numbers.Draw(3, shape.Filters), shape, activation);

        // Rounding is that of the largest sums of a plane; a sigmoid's slope is at most 1/4 of it.
        double tolerance = activation == ActivationKind.Sigmoid ? 1e-4 : 4e-6;
        Agreement.Require(Forward(shape, images, weights, activation), expected, tolerance);
    }

    private float[] Forward(ConvolutionShape shape, double[] images, double[] weights, ActivationKind activation)
    {
        using Tensor input = Backend.Images(shape.Input, images);
        using Tensor filters = Backend.Flat(weights);
        using Tensor bias = Backend.Flat(Numbers.Draw(3, shape.Filters));
        using Tensor output = Backend.ImagesOutput(shape.Output);
        Backend.Layers.ConvolutionForward(input, filters, bias, output, shape, activation);
        return output.Read();
    }
}
