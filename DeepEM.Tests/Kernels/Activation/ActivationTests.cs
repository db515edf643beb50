using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Activation;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class ActivationTests(string backendName) : BackendTests(backendName)
{
    private static readonly ImageShape[] _shapes =
    [
        new(2, 3, 5, 7),
        new(7, 5, 3, 2),
        new(1, 1, 1, 1),
        new(17, 3, 4, 5),
        new(1, 2, 19, 23),
    ];

    [Test]
    public void Backward_matches_reference(
        [ValueSource(nameof(_shapes))] ImageShape shape,
        [Values] ActivationKind activation,
        [Values] ImageLayout layout)
    {
        double[] z = Numbers.Draw(1, shape.Length);
        double[] gradient = Numbers.Draw(2, shape.Length);
        double[] output = Numbers.Doubles(Numbers.Floats(ActivationReference.Forward(z, activation)));

        Agreement.Require(
            Backward(output, gradient, shape, activation, layout),
            ActivationReference.Backward(output, gradient, activation),
            Agreement.OfSums);
    }

    [Test]
    public void Backward_matches_central_differences([Values] ActivationKind activation)
    {
        // Away from the kink of the rectifier: every |z| is more than a step. The error of a difference is h²/6·f‴.
        const double Step = 1e-3;
        ImageShape shape = new(1, 3, 7, 5);
        double[] z = Array.ConvertAll(Numbers.Draw(3, shape.Length), value => value + (value < 0 ? -0.125 : 0.125));
        double[] gradient = Numbers.Draw(4, shape.Length);
        double[] expected = new double[z.Length];
        for (int index = 0; index < z.Length; index++)
        {
            double difference = ActivationReference.Value(z[index] + Step, activation)
                - ActivationReference.Value(z[index] - Step, activation);
            expected[index] = gradient[index] * difference / (2 * Step);
        }

        double[] output = ActivationReference.Forward(z, activation);
        Agreement.Require(Backward(output, gradient, shape, activation, ImageLayout.Patches), expected, 1e-6);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        ImageShape shape = _shapes[^1];
        double[] output = Numbers.Draw(5, shape.Length);
        double[] gradient = Numbers.Draw(6, shape.Length);
        float[] Run() => Backward(output, gradient, shape, ActivationKind.Sigmoid, ImageLayout.Patches);
        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        ImageShape shape = new(2, 3, 4, 5);
        using Tensor right = Backend.AllocateImages(shape, ImageLayout.Patches);
        using Tensor small = Backend.AllocateImages(shape with { Height = 3 }, ImageLayout.Patches);
        using Tensor micrograph = Backend.AllocateImages(shape, ImageLayout.Micrograph);

        void Rejects(Tensor output, Tensor gradient, ImageShape images) =>
            Assert.That(
                () => Backend.Layers.ActivationBackward(output, gradient, images, ActivationKind.Relu),
                Throws.InstanceOf<ArgumentException>());

        Rejects(small, right, shape);
        Rejects(right, small, shape);
        Rejects(right, micrograph, shape);
        Rejects(right, right, shape with { Batch = 3 });
        Rejects(right, right, shape with { Width = 0 });
    }

    private float[] Backward(
        double[] output, double[] gradient, ImageShape shape, ActivationKind activation, ImageLayout layout)
    {
        using Tensor outputTensor = Backend.Images(shape, output, layout);
        using Tensor gradientTensor = Backend.Images(shape, gradient, layout);
        Backend.Layers.ActivationBackward(outputTensor, gradientTensor, shape, activation);
        return gradientTensor.Read();
    }
}
