using DeepEM.Kernels.Dense;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Dense;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class DenseTests(string backendName) : BackendTests(backendName)
{
    private static readonly object[] _cases =
    [
        new object[] { new ImageShape(2, 3, 5, 7), 4 },
        new object[] { new ImageShape(7, 5, 4, 3), 2 },
        new object[] { new ImageShape(1, 1, 1, 1), 1 },
        new object[] { new ImageShape(37, 2, 3, 1), 5 },
        new object[] { new ImageShape(3, 6, 6, 8), 1 },
        new object[] { new ImageShape(8, 5, 1, 1), 3 },
    ];

    [TestCaseSource(nameof(_cases))]
    public void Forward_matches_reference(ImageShape images, int units)
    {
        double[] input = Numbers.Draw(1, images.Length);
        double[] weights = Numbers.Draw(2, units * images.ImageLength);
        double[] bias = Numbers.Draw(3, units);
        Agreement.Require(
            Forward(input, weights, bias, images, units),
            DenseReference.Forward(input, weights, bias, images, units),
            Agreement.OfSums);
    }

    [TestCaseSource(nameof(_cases))]
    public void BackwardInput_matches_reference(ImageShape images, int units)
    {
        double[] outputGradient = Numbers.Draw(4, (long)images.Batch * units);
        double[] weights = Numbers.Draw(5, units * images.ImageLength);
        Agreement.Require(
            BackwardInput(outputGradient, weights, images, units),
            DenseReference.BackwardInput(outputGradient, weights, images, units),
            Agreement.OfSums);
    }

    [TestCaseSource(nameof(_cases))]
    public void BackwardWeights_matches_reference(ImageShape images, int units)
    {
        double[] input = Numbers.Draw(6, images.Length);
        double[] outputGradient = Numbers.Draw(7, (long)images.Batch * units);
        (float[] weights, float[] bias) = BackwardWeights(input, outputGradient, images, units);

        (double[] expectedWeights, double[] expectedBias) =
            DenseReference.BackwardWeights(input, outputGradient, images, units);
        Agreement.Require(weights, expectedWeights, Agreement.OfSums);
        Agreement.Require(bias, expectedBias, Agreement.OfSums);
    }

    [TestCaseSource(nameof(_cases))]
    public void Backward_passes_are_the_adjoints_of_Forward(ImageShape images, int units)
    {
        double[] input = Numbers.Draw(8, images.Length);
        double[] weights = Numbers.Draw(9, units * images.ImageLength);
        double[] bias = Numbers.Draw(10, units);
        double[] outputGradient = Numbers.Draw(11, (long)images.Batch * units);

        Agreement.RequireAdjoint(
            Forward(input, weights, new double[units], images, units),
            outputGradient,
            BackwardInput(outputGradient, weights, images, units),
            input);
        (float[] weightsGradient, float[] biasGradient) = BackwardWeights(input, outputGradient, images, units);
        Agreement.RequireAdjoint(
            Forward(input, weights, bias, images, units),
            outputGradient,
            [.. weightsGradient, .. biasGradient],
            [.. weights, .. bias]);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        ImageShape images = new(37, 2, 3, 4);
        double[] input = Numbers.Draw(12, images.Length);
        double[] weights = Numbers.Draw(13, 2 * images.ImageLength);
        double[] outputGradient = Numbers.Draw(14, 2 * images.Batch);

        float[] Run()
        {
            (float[] weightsGradient, float[] biasGradient) = BackwardWeights(input, outputGradient, images, 2);
            return
            [
                .. Forward(input, weights, [1, 2], images, 2),
                .. BackwardInput(outputGradient, weights, images, 2),
                .. weightsGradient,
                .. biasGradient,
            ];
        }

        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Images_beyond_the_batch_are_left_out_of_the_gradients()
    {
        ImageShape images = new(3, 2, 2, 2);
        double[] values = Numbers.Draw(15, images.Length);
        Array.Fill(values, double.NaN, 16, 8);
        using Tensor input = Backend.Images(images, values);
        using Tensor outputGradient = Backend.Images(new ImageShape(3, 1, 1, 1), [1, 2, double.NaN]);
        using Tensor weightsGradient = Backend.FlatOutput(8);
        using Tensor biasGradient = Backend.FlatOutput(1);
        Backend.Layers.DenseBackwardWeights(
            input, outputGradient, weightsGradient, biasGradient, images with { Batch = 2 }, 1);

        double[] expected = [.. Enumerable.Range(0, 8).Select(m => values[m] + (2 * values[8 + m]))];
        Agreement.Require(weightsGradient.Read(), expected, Agreement.OfSums);
        Agreement.Require(biasGradient.Read(), [3], 0);
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        ImageShape images = new(2, 3, 4, 5);
        using Tensor input = Backend.AllocateImages(images, ImageLayout.Patches);
        using Tensor weights = Backend.Allocate(6 * images.ImageLength);
        using Tensor bias = Backend.Allocate(6);
        using Tensor output = Backend.AllocateImages(new ImageShape(2, 6, 1, 1), ImageLayout.Patches);

        void Rejects(Tensor i, Tensor w, Tensor b, Tensor o, int units)
        {
            Assert.That(
                () => Backend.Layers.DenseForward(i, w, b, o, images, units), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Layers.DenseBackwardInput(o, w, i, images, units),
                Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Layers.DenseBackwardWeights(i, o, w, b, images, units),
                Throws.InstanceOf<ArgumentException>());
        }

        using Tensor wide = Backend.AllocateImages(images with { Width = 6 }, ImageLayout.Patches);
        Rejects(wide, weights, bias, output, 6);
        Rejects(input, bias, weights, output, 6);
        Rejects(input, weights, bias, input, 6);
        Rejects(input, weights, bias, output, 5);
        Rejects(input, weights, bias, output, 0);
    }

    private float[] Forward(double[] input, double[] weights, double[] bias, ImageShape images, int units)
    {
        using Tensor inputTensor = Backend.Images(images, input);
        using Tensor weightsTensor = Backend.Flat(weights);
        using Tensor biasTensor = Backend.Flat(bias);
        using Tensor output = Backend.ImagesOutput(new ImageShape(images.Batch, units, 1, 1));
        Backend.Layers.DenseForward(inputTensor, weightsTensor, biasTensor, output, images, units);
        return output.Read();
    }

    private float[] BackwardInput(double[] outputGradient, double[] weights, ImageShape images, int units)
    {
        using Tensor outputGradientTensor =
            Backend.Images(new ImageShape(images.Batch, units, 1, 1), outputGradient);
        using Tensor weightsTensor = Backend.Flat(weights);
        using Tensor inputGradient = Backend.ImagesOutput(images);
        Backend.Layers.DenseBackwardInput(outputGradientTensor, weightsTensor, inputGradient, images, units);
        return inputGradient.Read();
    }

    private (float[] Weights, float[] Bias) BackwardWeights(
        double[] input, double[] outputGradient, ImageShape images, int units)
    {
        using Tensor inputTensor = Backend.Images(images, input);
        using Tensor outputGradientTensor =
            Backend.Images(new ImageShape(images.Batch, units, 1, 1), outputGradient);
        using Tensor weightsGradient = Backend.FlatOutput(units * images.ImageLength);
        using Tensor biasGradient = Backend.FlatOutput(units);
        Backend.Layers.DenseBackwardWeights(
            inputTensor, outputGradientTensor, weightsGradient, biasGradient, images, units);
        return (weightsGradient.Read(), biasGradient.Read());
    }
}
