using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>Pooling, activation, the dense layer and the losses.</summary>
[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdLayerTests(SimdWidth width) : SimdTests(width)
{
    private static readonly PoolingShape[] _pools =
    [
        new(1, 1, 1, 1, 1, false),
        new(3, 2, 4, 6, 2, false),
        new(17, 3, 7, 5, 2, false),
        new(8, 1, 9, 10, 3, false),
        new(2, 2, 11, 9, 4, false),
        new(1, 1, 5, 5, 5, false),
    ];

    private static readonly PoolingShape[] _maps =
    [
        new(1, 1, 1, 1, 1, false),
        new(2, 3, 7, 67, 2, false),
        new(1, 2, 9, 40, 3, false),
        new(1, 1, 9, 41, 4, false),
        new(1, 1, 1, 1, 1, true),
        new(2, 3, 8, 67, 2, true),
        new(1, 2, 10, 35, 3, true),
        new(4, 1, 3, 3, 2, true),
        new(1, 1, 4, 34, 2, true),
    ];

    private static readonly ImageShape[] _shapes =
        [new(1, 1, 1, 1), new(7, 2, 3, 2), new(8, 5, 1, 1), new(17, 3, 4, 5), new(33, 1, 2, 3)];

    [Test]
    public void Pooling_matches_reference_on_patches(
        [ValueSource(nameof(_pools))] PoolingShape shape, [Values] PoolingKind kind) =>
        RequirePooling(shape, ImageLayout.Patches, kind);

    [Test]
    public void Pooling_matches_reference_on_micrographs(
        [ValueSource(nameof(_maps))] PoolingShape shape, [Values] PoolingKind kind) =>
        RequirePooling(shape, ImageLayout.Micrograph, kind);

    [Test]
    public void Pooling_gradient_matches_reference(
        [ValueSource(nameof(_pools))] PoolingShape shape, [Values] PoolingKind kind)
    {
        double[] images = Draw(1, shape.Input.Length);
        double[] gradient = Draw(2, shape.Output.Length);
        using Tensor input = Images(shape.Input, images);
        using Tensor outputGradient = Images(shape.Output, gradient);
        using Tensor inputGradient = Output(shape.Input);
        Backend.PoolingBackward(input, outputGradient, inputGradient, shape, kind);
        RequireNear(Read(inputGradient), PoolingReference.Backward(images, gradient, shape, kind));
    }

    [Test]
    public void Equal_largest_values_give_the_gradient_to_the_first()
    {
        PoolingShape shape = new(1, 1, 2, 4, 2, false);
        using Tensor input = Images(shape.Input, [1, 3, 5, 5, 3, 3, 5, 5]);
        using Tensor outputGradient = Images(shape.Output, [10, 20]);
        using Tensor inputGradient = Output(shape.Input);
        Backend.PoolingBackward(input, outputGradient, inputGradient, shape, PoolingKind.Max);
        Assert.That(Read(inputGradient), Is.EqualTo(new float[] { 0, 10, 20, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Fragments_are_refused_on_patches_and_have_no_gradient()
    {
        PoolingShape shape = new(1, 1, 4, 4, 2, true);
        using Tensor input = Backend.AllocateImages(shape.Input, ImageLayout.Patches);
        using Tensor output = Backend.AllocateImages(shape.Output, ImageLayout.Patches);
        Assert.That(
            () => Backend.PoolingForward(input, output, shape, PoolingKind.Mean), Throws.ArgumentException);
        Assert.That(
            () => Backend.PoolingBackward(input, output, input, shape, PoolingKind.Mean), Throws.ArgumentException);
    }

    [Test]
    public void Activation_gradient_matches_reference(
        [ValueSource(nameof(_shapes))] ImageShape shape, [Values] ActivationKind kind, [Values] ImageLayout layout)
    {
        double[] values = Array.ConvertAll(Draw(1, shape.Length), z => ActivationReference.Value(z, kind));
        double[] gradients = Draw(2, shape.Length);
        using Tensor output = Images(shape, values, layout);
        using Tensor gradient = Images(shape, gradients, layout);
        Backend.ActivationBackward(output, gradient, shape, kind);
        RequireNear(Read(gradient), ActivationReference.Backward(values, gradients, kind));
    }

    [Test]
    public void Dense_matches_reference([ValueSource(nameof(_shapes))] ImageShape shape, [Values(1, 3)] int units)
    {
        ImageShape outputs = new(shape.Batch, units, 1, 1);
        double[] images = Draw(1, shape.Length);
        double[] matrix = Draw(2, units * shape.ImageLength);
        double[] biases = Draw(3, units);
        double[] gradient = Draw(4, outputs.Length);
        using Tensor input = Images(shape, images);
        using Tensor weights = Flat(matrix);
        using Tensor bias = Flat(biases);
        using Tensor output = Output(outputs);
        using Tensor outputGradient = Images(outputs, gradient);
        using Tensor inputGradient = Output(shape);
        using Tensor weightsGradient = FlatOutput(matrix.Length);
        using Tensor biasGradient = FlatOutput(units);
        Backend.DenseForward(input, weights, bias, output, shape, units);
        Backend.DenseBackwardInput(outputGradient, weights, inputGradient, shape, units);
        Backend.DenseBackwardWeights(input, outputGradient, weightsGradient, biasGradient, shape, units);

        RequireNear(Read(output), DenseReference.Forward(images, matrix, biases, shape, units));
        RequireNear(Read(inputGradient), DenseReference.BackwardInput(gradient, matrix, shape, units));
        (double[] ofWeights, double[] ofBias) = DenseReference.BackwardWeights(images, gradient, shape, units);
        RequireNear(Read(weightsGradient), ofWeights);
        RequireNear(Read(biasGradient), ofBias);
    }

    [Test]
    public void Dense_gradient_leaves_out_images_beyond_the_batch()
    {
        ImageShape shape = new(3, 2, 2, 2);
        double[] images = Draw(1, shape.Length);
        Array.Fill(images, double.NaN, 16, 8);
        using Tensor input = Images(shape, images);
        using Tensor outputGradient = Images(new ImageShape(3, 1, 1, 1), [1, 2, double.NaN]);
        using Tensor weightsGradient = FlatOutput(8);
        using Tensor biasGradient = FlatOutput(1);
        Backend.DenseBackwardWeights(
            input, outputGradient, weightsGradient, biasGradient, shape with { Batch = 2 }, 1);
        Assert.That(Read(weightsGradient), Has.None.NaN);
        Assert.That(Read(biasGradient), Is.EqualTo(new float[] { 3 }));
    }

    [Test]
    public void Loss_matches_reference_and_is_zero_beyond_the_count([Values] LossKind kind)
    {
        const int count = 19;
        ImageShape shape = new(count + 2, 1, 1, 1);
        double[] z = Array.ConvertAll(Draw(1, count + 2), value => value * 20);
        z[0] = -200;
        z[1] = 200;
        double[] y = Array.ConvertAll(Draw(2, count + 2), value => value > 0 ? 1.0 : 0.0);
        double[] w = Array.ConvertAll(Draw(3, count + 2), Math.Abs);
        using Tensor logits = Images(shape, z);
        using Tensor targets = Images(shape, y);
        using Tensor weights = Images(shape, w);
        using Tensor losses = Output(shape);
        using Tensor gradient = Output(shape);
        Backend.Loss(logits, targets, weights, losses, gradient, count, kind);

        (double[] values, double[] slopes) = LossReference.Evaluate(z[..count], y[..count], w[..count], kind);
        RequireNear(Read(losses)[..count], values);
        RequireNear(Read(gradient)[..count], slopes);
        Assert.That(Read(losses)[count..], Is.All.Zero);
        Assert.That(Read(gradient)[count..], Is.All.Zero);
    }

    private void RequirePooling(PoolingShape shape, ImageLayout layout, PoolingKind kind)
    {
        double[] images = Draw(1, shape.Input.Length);
        using Tensor input = Images(shape.Input, images, layout);
        using Tensor output = Output(shape.Output, layout);
        Backend.PoolingForward(input, output, shape, kind);
        RequireNear(Read(output), PoolingReference.Forward(images, shape, kind));
    }
}
