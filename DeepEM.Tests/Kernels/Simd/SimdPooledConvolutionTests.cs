using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>Rows that are pooled as they come give the bits of convolution and pooling one after the other.</summary>
[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdPooledConvolutionTests(SimdWidth width) : SimdTests(width)
{
    // Rows and columns that fill no window; a window as large as what is pooled; many more rows than are kept.
    private static readonly (ConvolutionShape Convolution, int Size)[] _stages =
    [
        (new ConvolutionShape(1, 1, 40, 53, 3, 5, 5), 2),
        (new ConvolutionShape(2, 3, 21, 18, 9, 3, 4), 2),
        (new ConvolutionShape(1, 2, 33, 70, 4, 4, 3), 3),
        (new ConvolutionShape(2, 1, 9, 9, 1, 6, 6), 4),
        (new ConvolutionShape(1, 2, 6, 7, 5, 1, 1), 1),
    ];

    [Test]
    public void Forward_has_the_bits_of_convolution_and_pooling(
        [ValueSource(nameof(_stages))] (ConvolutionShape Convolution, int Size) stage,
        [Values] bool fragments,
        [Values] ActivationKind activation,
        [Values] PoolingKind kind)
    {
        ConvolutionShape shape = stage.Convolution;
        PoolingShape pooling = new(
            shape.Batch, shape.Filters, shape.OutHeight, shape.OutWidth, stage.Size, fragments);
        Assume.That(pooling.OutHeight > 0 && pooling.OutWidth > 0);
        using Tensor input = Images(shape.Input, Draw(1, shape.Input.Length), ImageLayout.Micrograph);
        using Tensor weights = Flat(Draw(2, shape.WeightsLength));
        using Tensor bias = Flat(Draw(3, shape.Filters));
        using Tensor convolved = Output(shape.Output, ImageLayout.Micrograph);
        using Tensor expected = Output(pooling.Output, ImageLayout.Micrograph);
        using Tensor output = Output(pooling.Output, ImageLayout.Micrograph);
        Backend.ConvolutionForward(input, weights, bias, convolved, shape, activation);
        Backend.PoolingForward(convolved, expected, pooling, kind);

        Backend.ConvolutionPoolingForward(
            input, weights, bias, output, new PooledConvolution(shape, activation, pooling, kind));

        Assert.That(Read(output), Has.All.Matches<float>(float.IsFinite));
        Assert.That(Read(output), Is.EqualTo(Read(expected)));
    }

    [Test]
    public void A_pooling_of_other_extents_is_rejected()
    {
        ConvolutionShape shape = new(1, 1, 20, 20, 2, 3, 3);
        PoolingShape pooling = new(1, 2, 17, 18, 2, Fragments: false);
        using Tensor input = Output(shape.Input, ImageLayout.Micrograph);
        using Tensor weights = FlatOutput(shape.WeightsLength);
        using Tensor bias = FlatOutput(shape.Filters);
        using Tensor output = Output(pooling.Output, ImageLayout.Micrograph);
        Assert.That(
            () => Backend.ConvolutionPoolingForward(
                input,
                weights,
                bias,
                output,
                new PooledConvolution(shape, ActivationKind.Relu, pooling, PoolingKind.Max)),
            Throws.ArgumentException.With.Message.Contains("does not pool"));
    }
}
