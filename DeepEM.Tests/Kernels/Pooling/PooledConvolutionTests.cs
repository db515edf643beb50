using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Pooling;

/// <summary>Rows that are pooled as they come give what convolution and pooling give one after the other.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class PooledConvolutionTests(string backendName) : BackendTests(backendName)
{
    // Rows and columns that fill no window; a window as large as what is pooled; many more rows than are kept.
    private static readonly (ConvolutionShape Convolution, int Size)[] _stages =
    [
        (new ConvolutionShape(1, 1, 40, 53, 3, 5, 5), 2),
        (new ConvolutionShape(2, 3, 21, 18, 9, 3, 4), 2),
        (new ConvolutionShape(1, 2, 33, 70, 4, 4, 3), 3),
        (new ConvolutionShape(2, 1, 9, 9, 1, 6, 6), 4),
        (new ConvolutionShape(1, 1, 61, 140, 16, 9, 9), 2),
        (new ConvolutionShape(1, 16, 34, 117, 32, 5, 5), 2),
        (new ConvolutionShape(1, 3, 40, 44, 6, 11, 18), 3),
        (new ConvolutionShape(1, 2, 6, 7, 5, 1, 1), 1),
    ];

    [Test]
    public void Forward_row_by_row_has_the_bits_of_convolution_and_pooling(
        [ValueSource(nameof(_stages))] (ConvolutionShape Convolution, int Size) stage,
        [Values] bool fragments,
        [Values] ActivationKind activation,
        [Values] PoolingKind kind)
    {
        Assume.That(!IsInGroups(stage.Convolution, fragments));
        (float[] output, float[] expected) = Run(stage, fragments, activation, kind);
        Assert.That(output, Is.EqualTo(expected));
    }

    // To a millionth of the largest sum there could be.
    [Test]
    public void Forward_in_groups_of_rows_is_convolution_and_pooling_but_for_rounding(
        [ValueSource(nameof(_stages))] (ConvolutionShape Convolution, int Size) stage,
        [Values] ActivationKind activation,
        [Values] PoolingKind kind)
    {
        Assume.That(IsInGroups(stage.Convolution, fragments: false));
        (float[] output, float[] expected) = Run(stage, fragments: false, activation, kind);
        ConvolutionShape shape = stage.Convolution;
        double largest = Numbers.Draw(1, shape.Input.Length).Max(Math.Abs)
            * Numbers.Draw(2, shape.WeightsLength).Chunk((int)shape.WeightsLength / shape.Filters)
                .Max(filter => filter.Sum(Math.Abs));
        Assert.That(output, Is.EqualTo(expected).Within(1e-6 * largest));
        Assert.That(output.Any(value => value > 0.1));
    }

    private static bool IsInGroups(ConvolutionShape shape, bool fragments) => !fragments && shape.FilterHeight >= 4;

    private (float[] Output, float[] Expected) Run(
        (ConvolutionShape Convolution, int Size) stage, bool fragments, ActivationKind activation, PoolingKind kind)
    {
        ConvolutionShape shape = stage.Convolution;
        PoolingShape pooling = new(
            shape.Batch, shape.Filters, shape.OutHeight, shape.OutWidth, stage.Size, fragments);
        Assume.That(pooling.OutHeight > 0 && pooling.OutWidth > 0);
        using Tensor input = Backend.Images(shape.Input, Numbers.Draw(1, shape.Input.Length), ImageLayout.Micrograph);
        using Tensor weights = Backend.Flat(Numbers.Draw(2, shape.WeightsLength));
        using Tensor bias = Backend.Flat(Numbers.Draw(3, shape.Filters));
        using Tensor convolved = Backend.ImagesOutput(shape.Output, ImageLayout.Micrograph);
        using Tensor expected = Backend.ImagesOutput(pooling.Output, ImageLayout.Micrograph);
        using Tensor output = Backend.ImagesOutput(pooling.Output, ImageLayout.Micrograph);
        Backend.Layers.ConvolutionForward(input, weights, bias, convolved, shape, activation);
        Backend.Layers.PoolingForward(convolved, expected, pooling, kind);

        Backend.Bands!.ConvolutionPoolingForward(
            input, weights, bias, output, new PooledConvolution(shape, activation, pooling, kind));

        float[] values = output.Read();
        Assert.That(values, Has.All.Matches<float>(float.IsFinite));
        return (values, expected.Read());
    }

    [Test]
    public void A_pooling_of_other_extents_is_rejected()
    {
        ConvolutionShape shape = new(1, 1, 20, 20, 2, 3, 3);
        PoolingShape pooling = new(1, 2, 17, 18, 2, Fragments: false);
        using Tensor input = Backend.ImagesOutput(shape.Input, ImageLayout.Micrograph);
        using Tensor weights = Backend.FlatOutput(shape.WeightsLength);
        using Tensor bias = Backend.FlatOutput(shape.Filters);
        using Tensor output = Backend.ImagesOutput(pooling.Output, ImageLayout.Micrograph);
        Assert.That(
            () => Backend.Bands!.ConvolutionPoolingForward(
                input,
                weights,
                bias,
                output,
                new PooledConvolution(shape, ActivationKind.Relu, pooling, PoolingKind.Max)),
            Throws.ArgumentException.With.Message.Contains("does not pool"));
    }
}
