using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution.Gpu;

/// <summary>Filters are packed once for each version of the parameters, and never one too few.</summary>
[TestFixture("Cuda")]
[TestFixture("OpenClWarps")]
[TestFixture("IlgpuCpuWarps")]
public sealed class PackedFiltersTests(string backendName) : BackendTests(backendName)
{
    // Two layers in one tensor, as a network has them: weights, biases, weights, biases.
    private static readonly ConvolutionShape _first = new(1, 1, 12, 11, 5, 4, 3);
    private static readonly ConvolutionShape _second = new(1, 5, 9, 9, 6, 3, 2);
    private static readonly long _length = End(End(0, _first), _second);

    private long _launches;

    [Test]
    public void Convolutions_of_unchanged_parameters_launch_nothing_but_themselves()
    {
        using Tensor parameters = Backend.Flat(Numbers.Draw(1, _length));
        _ = Run(parameters);
        _launches = 0;
        _ = Run(parameters);
        Assert.That(_launches, Is.EqualTo(2));
    }

    [Test]
    public void Changed_parameters_are_packed_for_all_layers_at_once()
    {
        using Tensor parameters = Backend.Flat(Numbers.Draw(2, _length));
        _ = Run(parameters);
        parameters.Upload(Numbers.Floats(Numbers.Draw(3, _length)));
        _launches = 0;
        _ = Run(parameters);
        Assert.That(_launches, Is.EqualTo(3));
    }

    [Test]
    public void Every_change_of_parameters_is_seen()
    {
        using Tensor parameters = Backend.Flat(Numbers.Draw(4, _length));
        using Tensor gradient = Backend.Flat(Numbers.Draw(5, _length));
        using Tensor moment = Backend.FlatOutput(_length);
        using Tensor square = Backend.FlatOutput(_length);
        using Tensor slice = parameters.Slice(3, 4);
        using Tensor input = Backend.Images(_first.Input, Numbers.Draw(6, _first.Input.Length));
        using Tensor slopes = Backend.Images(_first.Output, Numbers.Draw(7, _first.Output.Length));
        using Tensor weights = parameters.Slice(0, _first.WeightsLength);
        using Tensor biases = parameters.Slice(_first.WeightsLength, _first.Filters);
        moment.Clear();
        square.Clear();
        Action[] changes =
        [
            () => parameters.Upload(Numbers.Floats(Numbers.Draw(8, _length))),
            () => slice.Upload([1, 2, 3, 4]),
            () => Backend.Updates.Sgd(parameters, gradient, 0.5f),
            () => Backend.Updates.Momentum(parameters, gradient, moment, 0.1f, 0.9f),
            () => Backend.Updates.Adam(parameters, gradient, moment, square, AdamStep.At(0.1f, 0, 1)),
            () => Backend.Updates.Accumulate(parameters, gradient),
            () => Backend.Layers.ConvolutionBackwardWeights(input, slopes, weights, biases, _first),
            slice.Clear,
            parameters.Clear,
        ];
        _ = Run(parameters);
        for (int change = 0; change < changes.Length; change++)
        {
            changes[change]();
            using Tensor fresh = Backend.Flat(Numbers.Doubles(parameters.Read()));
            Assert.That(Run(parameters), Is.EqualTo(Run(fresh)), $"change {change}");
        }
    }

    [Test]
    public void Weights_and_biases_may_be_tensors_of_their_own()
    {
        double[] input = Numbers.Draw(9, _first.Input.Length);
        double[] weights = Numbers.Draw(10, _first.WeightsLength);
        using Tensor filters = Backend.Flat(weights);
        foreach (int seed in new[] { 11, 12 })
        {
            double[] bias = Numbers.Draw(seed, _first.Filters);
            using Tensor biases = Backend.Flat(bias);
            Agreement.Require(
                Convolve(input, filters, biases, _first),
                ConvolutionReference.Forward(input, weights, bias, _first, ActivationKind.Relu),
                Agreement.OfSums);
        }
    }

    private static long End(long start, ConvolutionShape shape) => start + shape.WeightsLength + shape.Filters;

    private float[] Run(Tensor parameters)
    {
        long second = End(0, _first);
        using Tensor weights1 = parameters.Slice(0, _first.WeightsLength);
        using Tensor bias1 = parameters.Slice(_first.WeightsLength, _first.Filters);
        using Tensor weights2 = parameters.Slice(second, _second.WeightsLength);
        using Tensor bias2 = parameters.Slice(second + _second.WeightsLength, _second.Filters);
        return
        [
            .. Convolve(Numbers.Draw(13, _first.Input.Length), weights1, bias1, _first),
            .. Convolve(Numbers.Draw(14, _second.Input.Length), weights2, bias2, _second),
        ];
    }

    private float[] Convolve(double[] input, Tensor weights, Tensor bias, ConvolutionShape shape)
    {
        using Tensor images = Backend.Images(shape.Input, input);
        using Tensor output = Backend.AllocateImages(shape.Output, ImageLayout.Patches);
        long before = Launch.Count;
        Backend.Layers.ConvolutionForward(images, weights, bias, output, shape, ActivationKind.Relu);
        _launches += Launch.Count - before;
        return output.Read();
    }
}
