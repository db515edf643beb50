using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.ConvolutionNames))]
public sealed class ConvolutionTests(string backendName) : BackendTests(backendName)
{
    // No two extents equal, in both orders; 1×1; filter = image; more outputs and more inputs than one group of
    // threads; rows of 8, 16 and 32 pixels and more, with filters and channels that are no multiple of four, and a
    // width at which smaller tiles win; more output rows than parts of the gradient's sum (256), so that parts hold
    // several rows.
    private static readonly ConvolutionShape[] _shapes =
    [
        new(2, 3, 11, 7, 4, 5, 6),
        new(4, 2, 7, 11, 3, 6, 5),
        new(1, 1, 1, 1, 1, 1, 1),
        new(2, 2, 5, 4, 3, 5, 4),
        new(1, 1, 20, 17, 2, 3, 3),
        new(1, 4, 6, 12, 4, 3, 2),
        new(2, 6, 5, 20, 5, 2, 4),
        new(2, 5, 4, 34, 6, 3, 2),
        new(1, 4, 3, 63, 7, 2, 3),
        new(35, 1, 9, 6, 2, 2, 3),
    ];

    [Test]
    public void Forward_matches_reference(
        [ValueSource(nameof(_shapes))] ConvolutionShape shape,
        [Values] ActivationKind activation,
        [Values] ImageLayout layout)
    {
        double[] input = Numbers.Draw(1, shape.Input.Length);
        double[] weights = Numbers.Draw(2, shape.WeightsLength);
        double[] bias = Numbers.Draw(3, shape.Filters);

        float[] output = Forward(input, weights, bias, shape, activation, layout);

        double[] expected = ConvolutionReference.Forward(input, weights, bias, shape, activation);
        Agreement.Require(output, expected, Agreement.OfSums + Agreement.OfFunctions);
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardInput_matches_reference(ConvolutionShape shape)
    {
        double[] outputGradient = Numbers.Draw(4, shape.Output.Length);
        double[] weights = Numbers.Draw(5, shape.WeightsLength);
        Agreement.Require(
            BackwardInput(outputGradient, weights, shape),
            ConvolutionReference.BackwardInput(outputGradient, weights, shape),
            Agreement.OfSums);
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardWeights_matches_reference(ConvolutionShape shape)
    {
        double[] input = Numbers.Draw(6, shape.Input.Length);
        double[] outputGradient = Numbers.Draw(7, shape.Output.Length);
        (float[] weights, float[] bias) = BackwardWeights(input, outputGradient, shape);

        (double[] expectedWeights, double[] expectedBias) =
            ConvolutionReference.BackwardWeights(input, outputGradient, shape);
        Agreement.Require(weights, expectedWeights, Agreement.OfSums);
        Agreement.Require(bias, expectedBias, Agreement.OfSums);
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardInput_is_the_adjoint_of_Forward(ConvolutionShape shape)
    {
        double[] input = Numbers.Draw(8, shape.Input.Length);
        double[] weights = Numbers.Draw(9, shape.WeightsLength);
        double[] outputGradient = Numbers.Draw(10, shape.Output.Length);
        double[] noBias = new double[shape.Filters];
        Agreement.RequireAdjoint(
            Forward(input, weights, noBias, shape, ActivationKind.Identity, ImageLayout.Patches),
            outputGradient,
            BackwardInput(outputGradient, weights, shape),
            input);
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardWeights_is_the_adjoint_of_Forward_by_the_weights(ConvolutionShape shape)
    {
        double[] input = Numbers.Draw(11, shape.Input.Length);
        double[] weights = Numbers.Draw(12, shape.WeightsLength);
        double[] bias = Numbers.Draw(13, shape.Filters);
        double[] outputGradient = Numbers.Draw(14, shape.Output.Length);
        (float[] weightsGradient, float[] biasGradient) = BackwardWeights(input, outputGradient, shape);
        Agreement.RequireAdjoint(
            Forward(input, weights, bias, shape, ActivationKind.Identity, ImageLayout.Patches),
            outputGradient,
            [.. weightsGradient, .. biasGradient],
            [.. weights, .. bias]);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        ConvolutionShape shape = _shapes[^1];
        double[] input = Numbers.Draw(15, shape.Input.Length);
        double[] weights = Numbers.Draw(16, shape.WeightsLength);
        double[] bias = Numbers.Draw(17, shape.Filters);
        double[] outputGradient = Numbers.Draw(18, shape.Output.Length);

        float[] Run()
        {
            (float[] weightsGradient, float[] biasGradient) = BackwardWeights(input, outputGradient, shape);
            return
            [
                .. Forward(input, weights, bias, shape, ActivationKind.Sigmoid, ImageLayout.Patches),
                .. BackwardInput(outputGradient, weights, shape),
                .. weightsGradient,
                .. biasGradient,
            ];
        }

        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Smaller_batch_than_the_tensors_uses_the_first_images()
    {
        ConvolutionShape shape = new(2, 3, 6, 5, 2, 3, 2);
        ConvolutionShape larger = shape with { Batch = 5 };
        double[] input = Numbers.Draw(19, larger.Input.Length);
        double[] weights = Numbers.Draw(20, shape.WeightsLength);
        double[] bias = Numbers.Draw(21, shape.Filters);
        using Tensor inputTensor = Backend.Images(larger.Input, input);
        using Tensor weightsTensor = Backend.Flat(weights);
        using Tensor biasTensor = Backend.Flat(bias);
        using Tensor outputTensor = Backend.ImagesOutput(larger.Output);
        Backend.Layers.ConvolutionForward(
            inputTensor, weightsTensor, biasTensor, outputTensor, shape, ActivationKind.Identity);

        float[] output = new float[shape.Output.Length];
        outputTensor.Download(output);
        Agreement.Require(
            output,
            ConvolutionReference.Forward(
                input[..(int)shape.Input.Length], weights, bias, shape, ActivationKind.Identity),
            Agreement.OfSums);
    }

    [Test]
    public void Slices_serve_as_weights_and_gradients()
    {
        ConvolutionShape shape = _shapes[0];
        int weightsLength = (int)shape.WeightsLength;
        double[] input = Numbers.Draw(22, shape.Input.Length);
        double[] parameters = Numbers.Draw(23, 3 + weightsLength + shape.Filters);
        using Tensor inputTensor = Backend.Images(shape.Input, input);
        using Tensor all = Backend.Flat(parameters);
        using Tensor weights = all.Slice(3, weightsLength);
        using Tensor bias = all.Slice(3 + weightsLength, shape.Filters);
        using Tensor output = Backend.ImagesOutput(shape.Output);
        Backend.Layers.ConvolutionForward(inputTensor, weights, bias, output, shape, ActivationKind.Relu);

        Agreement.Require(
            output.Read(),
            ConvolutionReference.Forward(
                input, parameters[3..(3 + weightsLength)], parameters[(3 + weightsLength)..], shape,
                ActivationKind.Relu),
            Agreement.OfSums);
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        ConvolutionShape shape = new(2, 3, 6, 5, 4, 3, 2);
        using Tensor input = Backend.AllocateImages(shape.Input, ImageLayout.Patches);
        using Tensor fewImages = Backend.AllocateImages(shape.Input with { Batch = 1 }, ImageLayout.Patches);
        using Tensor wideInput = Backend.AllocateImages(shape.Input with { Width = 6 }, ImageLayout.Patches);
        using Tensor weights = Backend.Allocate(shape.WeightsLength);
        using Tensor bias = Backend.Allocate(shape.Filters);
        using Tensor output = Backend.AllocateImages(shape.Output, ImageLayout.Patches);
        using Tensor micrographs = Backend.AllocateImages(shape.Output, ImageLayout.Micrograph);

        void Rejects(Tensor i, Tensor w, Tensor b, Tensor o, ConvolutionShape s)
        {
            Assert.That(
                () => Backend.Layers.ConvolutionForward(i, w, b, o, s, ActivationKind.Identity),
                Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Layers.ConvolutionBackwardInput(o, w, i, s), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Layers.ConvolutionBackwardWeights(i, o, w, b, s), Throws.InstanceOf<ArgumentException>());
        }

        using Tensor tooMany = Backend.Allocate(shape.WeightsLength + 1);
        Rejects(fewImages, weights, bias, output, shape);
        Rejects(wideInput, weights, bias, output, shape);
        Rejects(input, tooMany, tooMany, output, shape);
        Rejects(input, weights, bias, input, shape);
        Rejects(input, weights, bias, micrographs, shape);
        Rejects(input, weights, bias, output, shape with { FilterHeight = 7 });
        Rejects(input, weights, bias, output, shape with { Batch = 0 });
        Rejects(input, weights, bias, output, shape with { Filters = -4 });
        Assert.That(
            () => Backend.Layers.ConvolutionForward(input, weights, bias, output, shape, (ActivationKind)9),
            Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => Backend.Layers.ConvolutionForward(input, null!, bias, output, shape, ActivationKind.Identity),
            Throws.ArgumentNullException);
    }

    private float[] Forward(
        double[] input,
        double[] weights,
        double[] bias,
        ConvolutionShape shape,
        ActivationKind activation,
        ImageLayout layout)
    {
        using Tensor inputTensor = Backend.Images(shape.Input, input, layout);
        using Tensor weightsTensor = Backend.Flat(weights);
        using Tensor biasTensor = Backend.Flat(bias);
        using Tensor output = Backend.ImagesOutput(shape.Output, layout);
        Backend.Layers.ConvolutionForward(inputTensor, weightsTensor, biasTensor, output, shape, activation);
        return output.Read();
    }

    private float[] BackwardInput(double[] outputGradient, double[] weights, ConvolutionShape shape)
    {
        using Tensor outputGradientTensor = Backend.Images(shape.Output, outputGradient);
        using Tensor weightsTensor = Backend.Flat(weights);
        using Tensor inputGradient = Backend.ImagesOutput(shape.Input);
        Backend.Layers.ConvolutionBackwardInput(outputGradientTensor, weightsTensor, inputGradient, shape);
        return inputGradient.Read();
    }

    private (float[] Weights, float[] Bias) BackwardWeights(
        double[] input, double[] outputGradient, ConvolutionShape shape)
    {
        using Tensor inputTensor = Backend.Images(shape.Input, input);
        using Tensor outputGradientTensor = Backend.Images(shape.Output, outputGradient);
        using Tensor weightsGradient = Backend.FlatOutput(shape.WeightsLength);
        using Tensor biasGradient = Backend.FlatOutput(shape.Filters);
        Backend.Layers.ConvolutionBackwardWeights(
            inputTensor, outputGradientTensor, weightsGradient, biasGradient, shape);
        return (weightsGradient.Read(), biasGradient.Read());
    }
}
