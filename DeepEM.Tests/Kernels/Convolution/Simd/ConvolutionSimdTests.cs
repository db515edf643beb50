using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Simd;

/// <summary>Every tile, what is left over beside tiles, and bits that do not depend on where a value lies.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class ConvolutionSimdTests(string backendName) : BackendTests(backendName)
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
        double[] gradient = Numbers.Draw(1, shape.Output.Length);
        double[] weights = Numbers.Draw(2, shape.WeightsLength);
        using Tensor outputGradient = Backend.Images(shape.Output, gradient);
        using Tensor filters = Backend.Flat(weights);
        using Tensor inputGradient = Backend.ImagesOutput(shape.Input);
        Backend.Layers.ConvolutionBackwardInput(outputGradient, filters, inputGradient, shape);
        Agreement.Require(
            inputGradient.Read(),
            ConvolutionReference.BackwardInput(gradient, weights, shape),
            Agreement.OfSums);
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardWeights_matches_reference(ConvolutionShape shape)
    {
        double[] images = Numbers.Draw(1, shape.Input.Length);
        double[] gradient = Numbers.Draw(2, shape.Output.Length);
        using Tensor input = Backend.Images(shape.Input, images);
        using Tensor outputGradient = Backend.Images(shape.Output, gradient);
        using Tensor weightsGradient = Backend.FlatOutput(shape.WeightsLength);
        using Tensor biasGradient = Backend.FlatOutput(shape.Filters);
        Backend.Layers.ConvolutionBackwardWeights(input, outputGradient, weightsGradient, biasGradient, shape);

        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(images, gradient, shape);
        Agreement.Require(weightsGradient.Read(), weights, Agreement.OfSums);
        Agreement.Require(biasGradient.Read(), bias, Agreement.OfSums);
    }

    [Test]
    public void Images_beyond_the_batch_are_left_out_of_every_result()
    {
        ConvolutionShape whole = new(Backend.ChunkImages + 3, 2, 6, 5, 3, 2, 3);
        ConvolutionShape part = whole with { Batch = Backend.ChunkImages + 1 };
        double[] images = Numbers.Draw(1, whole.Input.Length);
        double[] gradient = Numbers.Draw(2, whole.Output.Length);
        Array.Fill(images, double.NaN, (int)part.Input.Length, images.Length - (int)part.Input.Length);
        Array.Fill(gradient, double.NaN, (int)part.Output.Length, gradient.Length - (int)part.Output.Length);
        using Tensor input = Backend.Images(whole.Input, images);
        using Tensor outputGradient = Backend.Images(whole.Output, gradient);
        using Tensor weightsGradient = Backend.FlatOutput(whole.WeightsLength);
        using Tensor biasGradient = Backend.FlatOutput(whole.Filters);
        Backend.Layers.ConvolutionBackwardWeights(input, outputGradient, weightsGradient, biasGradient, part);

        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(
            images[..(int)part.Input.Length], gradient[..(int)part.Output.Length], part);
        Agreement.Require(weightsGradient.Read(), weights, Agreement.OfSums);
        Agreement.Require(biasGradient.Read(), bias, Agreement.OfSums);
    }

    [Test]
    public void A_tile_of_a_micrograph_gives_the_same_bits_as_the_whole([Values(1, 6, 8, 13)] int filters)
    {
        const int left = 5;
        const int top = 3;
        ConvolutionShape whole = new(1, 2, 20, 101, filters, 4, 3);
        ConvolutionShape tile = whole with { InHeight = 9, InWidth = 38 };
        double[] map = Numbers.Draw(1, whole.Input.Length);
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
        double[] images = Numbers.Draw(1, 9);
        images[4] = double.NaN;
        using Tensor input = Backend.Images(shape.Input, images);
        using Tensor filters = Backend.Flat(Numbers.Draw(2, 9));
        using Tensor bias = Backend.Flat([0]);
        using Tensor output = Backend.Images(shape.Output, [1]);
        Backend.Layers.ConvolutionForward(input, filters, bias, output, shape, activation);
        Assert.That(output.Read(), Is.EqualTo(new[] { float.NaN }));
    }

    [Test]
    public void Sigmoid_saturates_without_overflow()
    {
        ConvolutionShape shape = new(1, 1, 1, 6, 1, 1, 1);
        using Tensor input = Backend.Images(shape.Input, [-1e30, -100, -87.3, 87.3, 100, 1e30]);
        using Tensor filters = Backend.Flat([1]);
        using Tensor bias = Backend.Flat([0]);
        using Tensor output = Backend.ImagesOutput(shape.Output);
        Backend.Layers.ConvolutionForward(input, filters, bias, output, shape, ActivationKind.Sigmoid);
        Agreement.Require(output.Read(), [0, 0, 0, 1, 1, 1], 1e-7);
    }

    private void RequireForward(ConvolutionShape shape, ImageLayout layout, ActivationKind activation)
    {
        double[] images = Numbers.Draw(1, shape.Input.Length);
        double[] weights = Numbers.Draw(2, shape.WeightsLength);
        double[] biases = Numbers.Draw(3, shape.Filters);
        using Tensor input = Backend.Images(shape.Input, images, layout);
        using Tensor filters = Backend.Flat(weights);
        using Tensor bias = Backend.Flat(biases);
        using Tensor output = Backend.ImagesOutput(shape.Output, layout);
        Backend.Layers.ConvolutionForward(input, filters, bias, output, shape, activation);

        // A sigmoid's slope is at most 1/4, but the sums that it is taken of are not rounded to its own size.
        double tolerance = activation == ActivationKind.Sigmoid ? 2e-5 : 2e-6;
        Agreement.Require(
            output.Read(), ConvolutionReference.Forward(images, weights, biases, shape, activation), tolerance);
    }

    private float[] Forward(ConvolutionShape shape, double[] images, ActivationKind activation)
    {
        using Tensor input = Backend.Images(shape.Input, images, ImageLayout.Micrograph);
        using Tensor filters = Backend.Flat(Numbers.Draw(2, shape.WeightsLength));
        using Tensor bias = Backend.Flat(Numbers.Draw(3, shape.Filters));
        using Tensor output = Backend.ImagesOutput(shape.Output, ImageLayout.Micrograph);
        Backend.Layers.ConvolutionForward(input, filters, bias, output, shape, activation);
        return output.Read();
    }
}
