using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Loss;

/// <summary>Lanes of a vector that hold no image.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class LossSimdTests(string backendName) : BackendTests(backendName)
{
    [Test]
    public void Losses_and_gradients_are_zero_beyond_the_count([Values] LossKind kind)
    {
        // Two lanes short of a whole number of vectors of any width.
        const int count = 30;
        ImageShape shape = new(count + 2, 1, 1, 1);
        using Tensor logits = Backend.Images(shape, Numbers.Draw(1, count + 2));
        using Tensor targets = Backend.Images(shape, new double[count + 2]);
        using Tensor weights = Backend.Images(shape, Numbers.Draw(3, count + 2));
        using Tensor losses = Backend.ImagesOutput(shape);
        using Tensor gradient = Backend.ImagesOutput(shape);
        Backend.Layers.Loss(logits, targets, weights, losses, gradient, count, kind);

        Assert.That(losses.Read()[..count], Has.None.NaN);
        Assert.That(losses.Read()[count..], Is.All.Zero);
        Assert.That(gradient.Read()[count..], Is.All.Zero);
    }
}
