using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Loss;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class LossTests(string backendName) : BackendTests(backendName)
{
    [Test]
    public void Evaluate_matches_reference([Values(1, 7, 131)] int count, [Values] LossKind kind)
    {
        double[] logits = Array.ConvertAll(Numbers.Draw(1, count), value => 4 * value);
        double[] targets = Targets(count);
        double[] weights = Numbers.Draw(2, count);
        (float[] losses, float[] gradient) = Evaluate(logits, targets, weights, kind);

        (double[] expectedLosses, double[] expectedGradient) =
            LossReference.Evaluate(logits, targets, weights, kind);
        Agreement.Require(losses, expectedLosses, Agreement.OfFunctions);
        Agreement.Require(gradient, expectedGradient, Agreement.OfFunctions);
    }

    [Test]
    public void Gradient_matches_central_differences([Values] LossKind kind)
    {
        // Differences of the reference in double: their error h²/6·l‴ is far below the float's.
        const double Step = 1e-3;
        const int Count = 65;
        double[] logits = Numbers.Draw(3, Count);
        double[] targets = Targets(Count);
        double[] ones = Enumerable.Repeat(1.0, Count).ToArray();
        double[] expected = new double[Count];
        for (int n = 0; n < Count; n++)
        {
            double difference = LossReference.Value(logits[n] + Step, targets[n], kind)
                - LossReference.Value(logits[n] - Step, targets[n], kind);
            expected[n] = difference / (2 * Step);
        }

        Agreement.Require(Evaluate(logits, targets, ones, kind).Gradient, expected, Agreement.OfFunctions);
    }

    [Test]
    public void Logits_far_out_stay_finite([Values] LossKind kind)
    {
        double[] logits = [-1000, -100, -20, 0, 20, 100, 1000, 88.75];
        foreach (double target in (double[])[0, 1])
        {
            double[] targets = Enumerable.Repeat(target, logits.Length).ToArray();
            double[] ones = Enumerable.Repeat(1.0, logits.Length).ToArray();
            (float[] losses, float[] gradient) = Evaluate(logits, targets, ones, kind);
            (double[] expectedLosses, double[] expectedGradient) =
                LossReference.Evaluate(logits, targets, ones, kind);
            Agreement.Require(losses, expectedLosses, Agreement.OfFunctions);
            Agreement.Require(gradient, expectedGradient, Agreement.OfFunctions);
        }
    }

    [Test]
    public void Two_runs_give_the_same_bits([Values] LossKind kind)
    {
        double[] logits = Numbers.Draw(4, 131);
        double[] weights = Numbers.Draw(5, 131);
        float[] Run()
        {
            (float[] losses, float[] gradient) = Evaluate(logits, Targets(131), weights, kind);
            return [.. losses, .. gradient];
        }

        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        using Tensor five = Backend.AllocateImages(new ImageShape(5, 1, 1, 1), ImageLayout.Patches);
        using Tensor four = Backend.AllocateImages(new ImageShape(4, 1, 1, 1), ImageLayout.Patches);
        using Tensor flat = Backend.Allocate(5);

        void Rejects(Tensor z, Tensor y, Tensor w, Tensor l, Tensor g, int count) =>
            Assert.That(
                () => Backend.Layers.Loss(z, y, w, l, g, count, LossKind.HalfSquaredError),
                Throws.InstanceOf<ArgumentException>());

        Rejects(four, five, five, five, five, 5);
        Rejects(five, four, five, five, five, 5);
        Rejects(five, five, four, five, five, 5);
        Rejects(five, five, five, four, five, 5);
        Rejects(five, five, five, five, flat, 5);
        Rejects(five, five, five, five, five, 0);
    }

    private static double[] Targets(int count) =>
        Enumerable.Range(0, count).Select(n => (double)(n % 3 == 0 ? 1 : 0)).ToArray();

    private (float[] Losses, float[] Gradient) Evaluate(
        double[] logits, double[] targets, double[] weights, LossKind kind)
    {
        ImageShape shape = new(logits.Length, 1, 1, 1);
        using Tensor logitsTensor = Backend.Images(shape, logits);
        using Tensor targetsTensor = Backend.Images(shape, targets);
        using Tensor weightsTensor = Backend.Images(shape, weights);
        using Tensor losses = Backend.ImagesOutput(shape);
        using Tensor gradient = Backend.ImagesOutput(shape);
        Backend.Layers.Loss(logitsTensor, targetsTensor, weightsTensor, losses, gradient, logits.Length, kind);
        return (losses.Read(), gradient.Read());
    }
}
