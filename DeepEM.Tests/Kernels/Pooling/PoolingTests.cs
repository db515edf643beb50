using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Pooling;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class PoolingTests(string backendName) : BackendTests(backendName)
{
    // No two extents equal, in both orders, with rows and columns that fill no window; 1×1; window = image; more
    // outputs than one group of threads; more images than a vector has lanes, and rows of several vectors, for each
    // size of window that has code of its own.
    private static readonly PoolingShape[] _shapes =
    [
        new(2, 4, 11, 7, 3, Fragments: false),
        new(4, 2, 7, 11, 3, Fragments: false),
        new(1, 1, 1, 1, 1, Fragments: false),
        new(2, 3, 4, 4, 4, Fragments: false),
        new(1, 3, 17, 18, 2, Fragments: false),
        new(17, 3, 7, 5, 2, Fragments: false),
        new(2, 3, 7, 67, 2, Fragments: false),
        new(1, 2, 9, 40, 3, Fragments: false),
        new(1, 1, 9, 41, 4, Fragments: false),
    ];

    // Windows that begin one row or column later than the last of S·S starts must still fit.
    private static readonly PoolingShape[] _fragments =
    [
        new(2, 4, 11, 7, 3, Fragments: true),
        new(4, 2, 7, 11, 3, Fragments: true),
        new(1, 1, 1, 1, 1, Fragments: true),
        new(2, 3, 7, 7, 4, Fragments: true),
        new(1, 3, 17, 18, 2, Fragments: true),
        new(2, 3, 8, 67, 2, Fragments: true),
        new(1, 2, 10, 35, 3, Fragments: true),
        new(4, 1, 3, 3, 2, Fragments: true),
    ];

    [Test]
    public void Forward_matches_reference(
        [ValueSource(nameof(_shapes))] PoolingShape shape, [Values] PoolingKind kind, [Values] ImageLayout layout)
    {
        double[] input = Numbers.Draw(1, shape.Input.Length);
        Agreement.Require(
            Forward(input, shape, kind, layout), PoolingReference.Forward(input, shape, kind), Agreement.OfSums);
    }

    [Test]
    public void Forward_into_fragments_matches_reference(
        [ValueSource(nameof(_fragments))] PoolingShape shape, [Values] PoolingKind kind)
    {
        double[] input = Numbers.Draw(2, shape.Input.Length);
        Agreement.Require(
            Forward(input, shape, kind, ImageLayout.Micrograph),
            PoolingReference.Forward(input, shape, kind),
            Agreement.OfSums);
    }

    [Test]
    public void Backward_matches_reference(
        [ValueSource(nameof(_shapes))] PoolingShape shape, [Values] PoolingKind kind)
    {
        double[] input = Numbers.Draw(3, shape.Input.Length);
        double[] outputGradient = Numbers.Draw(4, shape.Output.Length);
        Agreement.Require(
            Backward(input, outputGradient, shape, kind),
            PoolingReference.Backward(input, outputGradient, shape, kind),
            Agreement.OfSums);
    }

    [Test]
    public void Backward_of_the_maximum_goes_to_the_first_of_equals()
    {
        // All of three windows are equal; the first pixel of each takes the whole gradient.
        PoolingShape shape = new(1, 3, 3, 3, 3, Fragments: false);
        float[] gradient = Backward(new double[27], [1, 2, 3], shape, PoolingKind.Max);
        double[] expected = new double[27];
        (expected[0], expected[9], expected[18]) = (1, 2, 3);
        Agreement.Require(gradient, expected, 0);
    }

    [Test]
    public void Backward_of_the_maximum_goes_to_the_first_of_the_largest()
    {
        PoolingShape shape = new(1, 1, 2, 4, 2, Fragments: false);
        float[] gradient = Backward([1, 3, 5, 5, 3, 3, 5, 5], [10, 20], shape, PoolingKind.Max);
        Agreement.Require(gradient, [0, 10, 20, 0, 0, 0, 0, 0], 0);
    }

    [TestCaseSource(nameof(_shapes))]
    public void Backward_of_the_mean_is_the_adjoint_of_Forward(PoolingShape shape)
    {
        double[] input = Numbers.Draw(5, shape.Input.Length);
        double[] outputGradient = Numbers.Draw(6, shape.Output.Length);
        Agreement.RequireAdjoint(
            Forward(input, shape, PoolingKind.Mean, ImageLayout.Patches),
            outputGradient,
            Backward(input, outputGradient, shape, PoolingKind.Mean),
            input);
    }

    [Test]
    public void Two_runs_give_the_same_bits([Values] PoolingKind kind)
    {
        PoolingShape shape = _shapes[4];
        double[] input = Numbers.Draw(7, shape.Input.Length);
        double[] outputGradient = Numbers.Draw(8, shape.Output.Length);
        float[] Run() =>
        [
            .. Forward(input, shape, kind, ImageLayout.Patches),
            .. Backward(input, outputGradient, shape, kind),
        ];
        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        PoolingShape shape = new(2, 3, 6, 4, 2, Fragments: false);
        using Tensor input = Backend.AllocateImages(shape.Input, ImageLayout.Patches);
        using Tensor output = Backend.AllocateImages(shape.Output, ImageLayout.Patches);
        using Tensor micrographs = Backend.AllocateImages(shape.Output, ImageLayout.Micrograph);

        void Rejects(Tensor i, Tensor o, PoolingShape s)
        {
            Assert.That(
                () => Backend.Layers.PoolingForward(i, o, s, PoolingKind.Mean), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Layers.PoolingBackward(i, o, i, s, PoolingKind.Max),
                Throws.InstanceOf<ArgumentException>());
        }

        Rejects(output, output, shape);
        Rejects(input, input, shape);
        Rejects(input, micrographs, shape);
        Rejects(input, output, shape with { Size = 7 });
        Rejects(input, output, shape with { Size = 0 });
        Rejects(input, output, shape with { Batch = 3 });

        // Fragments: patches cannot hold them, and nothing is trained through them.
        Rejects(input, output, shape with { Fragments = true });
    }

    private float[] Forward(double[] input, PoolingShape shape, PoolingKind kind, ImageLayout layout)
    {
        using Tensor inputTensor = Backend.Images(shape.Input, input, layout);
        using Tensor output = Backend.ImagesOutput(shape.Output, layout);
        Backend.Layers.PoolingForward(inputTensor, output, shape, kind);
        return output.Read();
    }

    private float[] Backward(double[] input, double[] outputGradient, PoolingShape shape, PoolingKind kind)
    {
        using Tensor inputTensor = Backend.Images(shape.Input, input);
        using Tensor outputGradientTensor = Backend.Images(shape.Output, outputGradient);
        using Tensor inputGradient = Backend.ImagesOutput(shape.Input);
        Backend.Layers.PoolingBackward(inputTensor, outputGradientTensor, inputGradient, shape, kind);
        return inputGradient.Read();
    }
}
