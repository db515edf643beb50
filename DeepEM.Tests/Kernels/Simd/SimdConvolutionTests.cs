using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdConvolutionTests(SimdWidth width) : SimdTests(width)
{
    // N, C, H, W, K, P, Q: filters of every tile size and remainder, batches around both vectors' lanes, the filter as
    // large as the image, one pixel, widths that are no multiple of anything, and blocks of channels and positions.
    private static readonly ConvolutionShape[] _shapes =
    [
        new(1, 1, 1, 1, 1, 1, 1),
        new(2, 3, 5, 4, 1, 5, 4),
        new(7, 2, 6, 9, 2, 3, 2),
        new(8, 1, 4, 13, 3, 1, 5),
        new(9, 3, 7, 5, 4, 2, 3),
        new(15, 2, 5, 8, 5, 4, 1),
        new(16, 1, 9, 6, 6, 3, 3),
        new(17, 2, 4, 7, 7, 2, 2),
        new(3, 4, 6, 6, 8, 3, 4),
        new(5, 2, 5, 7, 12, 2, 5),
        new(4, 5, 4, 5, 13, 3, 2),
        new(6, 6, 6, 5, 16, 3, 3),
        new(2, 8, 11, 19, 3, 7, 9),
        new(2, 1, 8, 75, 8, 3, 2),
        new(1, 2, 35, 6, 9, 2, 1),
    ];

    private static readonly ConvolutionShape[] _maps =
    [
        new(1, 1, 1, 1, 1, 1, 1),
        new(1, 2, 6, 33, 1, 3, 3),
        new(2, 3, 5, 17, 8, 2, 5),
        new(1, 1, 9, 140, 6, 4, 7),
        new(1, 12, 8, 47, 13, 5, 6),
        new(3, 2, 4, 16, 2, 4, 16),
        new(1, 1, 21, 200, 1, 5, 9),
    ];

    [Test]
    public void Forward_matches_reference_on_patches(
        [ValueSource(nameof(_shapes))] ConvolutionShape shape, [Values] ActivationKind activation) =>
        RequireForward(shape, ImageLayout.Patches, activation);

    [Test]
    public void Forward_matches_reference_on_micrographs(
        [ValueSource(nameof(_maps))] ConvolutionShape shape, [Values] ActivationKind activation) =>
        RequireForward(shape, ImageLayout.Micrograph, activation);

    [TestCaseSource(nameof(_shapes))]
    public void BackwardInput_matches_reference(ConvolutionShape shape)
    {
        double[] gradient = Draw(1, shape.Output.Length);
        double[] weights = Draw(2, shape.WeightsLength);
        using Tensor outputGradient = Images(shape.Output, gradient);
        using Tensor filters = Flat(weights);
        using Tensor inputGradient = Output(shape.Input);
        Backend.ConvolutionBackwardInput(outputGradient, filters, inputGradient, shape);
        RequireNear(Read(inputGradient), ConvolutionReference.BackwardInput(gradient, weights, shape));
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardWeights_matches_reference(ConvolutionShape shape)
    {
        double[] images = Draw(1, shape.Input.Length);
        double[] gradient = Draw(2, shape.Output.Length);
        using Tensor input = Images(shape.Input, images);
        using Tensor outputGradient = Images(shape.Output, gradient);
        using Tensor weightsGradient = FlatOutput(shape.WeightsLength);
        using Tensor biasGradient = FlatOutput(shape.Filters);
        Backend.ConvolutionBackwardWeights(input, outputGradient, weightsGradient, biasGradient, shape);

        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(images, gradient, shape);
        RequireNear(Read(weightsGradient), weights);
        RequireNear(Read(biasGradient), bias);
    }

    [TestCaseSource(nameof(_shapes))]
    public void Backward_passes_are_adjoint_to_the_forward_pass(ConvolutionShape shape)
    {
        double[] images = Draw(1, shape.Input.Length);
        double[] weights = Draw(2, shape.WeightsLength);
        double[] gradient = Draw(3, shape.Output.Length);
        using Tensor input = Images(shape.Input, images);
        using Tensor filters = Flat(weights);
        using Tensor bias = Flat(new double[shape.Filters]);
        using Tensor output = Output(shape.Output);
        using Tensor outputGradient = Images(shape.Output, gradient);
        using Tensor inputGradient = Output(shape.Input);
        using Tensor weightsGradient = FlatOutput(shape.WeightsLength);
        using Tensor biasGradient = FlatOutput(shape.Filters);
        Backend.ConvolutionForward(input, filters, bias, output, shape, ActivationKind.Identity);
        Backend.ConvolutionBackwardInput(outputGradient, filters, inputGradient, shape);
        Backend.ConvolutionBackwardWeights(input, outputGradient, weightsGradient, biasGradient, shape);

        RequireAdjoint(Read(output), gradient, Read(inputGradient), images);
        RequireAdjoint(Read(output), gradient, Read(weightsGradient), weights);
    }

    [Test]
    public void Images_beyond_the_batch_are_left_out_of_every_result()
    {
        ConvolutionShape whole = new(Lanes + 3, 2, 6, 5, 3, 2, 3);
        ConvolutionShape part = whole with { Batch = Lanes + 1 };
        double[] images = Draw(1, whole.Input.Length);
        double[] gradient = Draw(2, whole.Output.Length);
        Array.Fill(images, double.NaN, (int)part.Input.Length, images.Length - (int)part.Input.Length);
        Array.Fill(gradient, double.NaN, (int)part.Output.Length, gradient.Length - (int)part.Output.Length);
        using Tensor input = Images(whole.Input, images);
        using Tensor outputGradient = Images(whole.Output, gradient);
        using Tensor weightsGradient = FlatOutput(whole.WeightsLength);
        using Tensor biasGradient = FlatOutput(whole.Filters);
        Backend.ConvolutionBackwardWeights(input, outputGradient, weightsGradient, biasGradient, part);

        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(
            images[..(int)part.Input.Length], gradient[..(int)part.Output.Length], part);
        RequireNear(Read(weightsGradient), weights);
        RequireNear(Read(biasGradient), bias);
    }

    [Test]
    public void A_tile_of_a_micrograph_gives_the_same_bits_as_the_whole([Values(1, 6, 8, 13)] int filters)
    {
        const int left = 5;
        const int top = 3;
        ConvolutionShape whole = new(1, 2, 20, 101, filters, 4, 3);
        ConvolutionShape tile = whole with { InHeight = 9, InWidth = 38 };
        double[] map = Draw(1, whole.Input.Length);
        double[] part = new double[tile.Input.Length];
        for (int index = 0; index < part.Length; index++)
        {
            int x = left + (index % tile.InWidth);
            int y = top + (index / tile.InWidth % tile.InHeight);
            part[index] = map[(((index / (tile.InWidth * tile.InHeight) * 20) + y) * 101) + x];
        }

        float[] outWhole = Forward(whole, map, ActivationKind.Sigmoid);
        float[] outTile = Forward(tile, part, ActivationKind.Sigmoid);
        for (int index = 0; index < outTile.Length; index++)
        {
            int j = left + (index % tile.OutWidth);
            int i = top + (index / tile.OutWidth % tile.OutHeight);
            int k = index / (tile.OutWidth * tile.OutHeight);
            float expected = outWhole[(((k * whole.OutHeight) + i) * whole.OutWidth) + j];
            Assert.That(
                BitConverter.SingleToInt32Bits(outTile[index]), Is.EqualTo(BitConverter.SingleToInt32Bits(expected)));
        }
    }

    [Test]
    public void NaN_reaches_every_output_it_feeds([Values] ActivationKind activation)
    {
        ConvolutionShape shape = new(1, 1, 3, 3, 1, 3, 3);
        double[] images = Draw(1, 9);
        images[4] = double.NaN;
        using Tensor input = Images(shape.Input, images);
        using Tensor filters = Flat(Draw(2, 9));
        using Tensor bias = Flat([0]);
        using Tensor output = Images(shape.Output, [1]);
        Backend.ConvolutionForward(input, filters, bias, output, shape, activation);
        Assert.That(Read(output), Is.EqualTo(new[] { float.NaN }));
    }

    [Test]
    public void Sigmoid_saturates_without_overflow()
    {
        ConvolutionShape shape = new(1, 1, 1, 6, 1, 1, 1);
        using Tensor input = Images(shape.Input, [-1e30, -100, -87.3, 87.3, 100, 1e30]);
        using Tensor filters = Flat([1]);
        using Tensor bias = Flat([0]);
        using Tensor output = Output(shape.Output);
        Backend.ConvolutionForward(input, filters, bias, output, shape, ActivationKind.Sigmoid);
        RequireNear(Read(output), [0, 0, 0, 1, 1, 1], 1e-7);
    }

    [Test]
    public void Wrong_extents_layouts_and_owners_are_rejected()
    {
        ConvolutionShape shape = new(2, 3, 6, 5, 4, 3, 2);
        using Tensor input = Backend.AllocateImages(shape.Input, ImageLayout.Patches);
        using Tensor map = Backend.AllocateImages(shape.Input, ImageLayout.Micrograph);
        using Tensor weights = Backend.Allocate(shape.WeightsLength);
        using Tensor bias = Backend.Allocate(shape.Filters);
        using Tensor output = Backend.AllocateImages(shape.Output, ImageLayout.Patches);
        using SimdBackend other = new(1, Backend.Width);
        using Tensor foreign = other.Allocate(shape.Filters);

        void Call(Tensor x, Tensor w, Tensor b, ConvolutionShape extents) =>
            Backend.ConvolutionForward(x, w, b, output, extents, ActivationKind.Identity);

        Assert.That(() => Call(input, weights, bias, shape), Throws.Nothing);
        Assert.That(() => Call(map, weights, bias, shape), Throws.ArgumentException);
        Assert.That(() => Call(input, weights, foreign, shape), Throws.ArgumentException);
        Assert.That(() => Call(input, bias, bias, shape), Throws.ArgumentException);
        Assert.That(() => Call(weights, weights, bias, shape), Throws.ArgumentException);
        Assert.That(() => Call(input, weights, bias, shape with { Batch = 3 }), Throws.ArgumentException);
        Assert.That(() => Call(input, weights, bias, shape with { FilterHeight = 7 }), Throws.ArgumentException);
    }

    private void RequireForward(ConvolutionShape shape, ImageLayout layout, ActivationKind activation)
    {
        double[] images = Draw(1, shape.Input.Length);
        double[] weights = Draw(2, shape.WeightsLength);
        double[] biases = Draw(3, shape.Filters);
        using Tensor input = Images(shape.Input, images, layout);
        using Tensor filters = Flat(weights);
        using Tensor bias = Flat(biases);
        using Tensor output = Output(shape.Output, layout);
        Backend.ConvolutionForward(input, filters, bias, output, shape, activation);

        // A sigmoid's slope is at most 1/4, but the sums that it is taken of are not rounded to its own size.
        double tolerance = activation == ActivationKind.Sigmoid ? 2e-5 : 2e-6;
        RequireNear(
            Read(output), ConvolutionReference.Forward(images, weights, biases, shape, activation), tolerance);
    }

    private float[] Forward(ConvolutionShape shape, double[] images, ActivationKind activation)
    {
        using Tensor input = Images(shape.Input, images, ImageLayout.Micrograph);
        using Tensor filters = Flat(Draw(2, shape.WeightsLength));
        using Tensor bias = Flat(Draw(3, shape.Filters));
        using Tensor output = Output(shape.Output, ImageLayout.Micrograph);
        Backend.ConvolutionForward(input, filters, bias, output, shape, activation);
        return Read(output);
    }
}
