using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Convolution;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

public sealed class WorkCostTests
{
    [Test]
    public void Convolution_counts_two_operations_for_each_product()
    {
        // 2 images of 3 channels, 7×6, 4 filters of 3×2: output 5×5.
        WorkCost cost = WorkCost.Of(new ConvolutionShape(2, 3, 7, 6, 4, 3, 2));

        Assert.That(cost.Operations, Is.EqualTo(2 * 2 * 4 * 5 * 5 * 3 * 3 * 2));
        Assert.That(cost.Bytes, Is.EqualTo(4 * ((2 * 3 * 7 * 6) + (2 * 4 * 5 * 5))));
    }

    // Numbers of an independent count: three times the forward pass, less the gradient by the network's input.
    [TestCase("A", 20_044_352)]
    [TestCase("B", 744_124_608)]
    [TestCase("C", 178_358_400)]
    public void Training_counts_forward_and_both_gradients(string name, double expected)
    {
        WorkCost cost = WorkCost.OfTraining(BaselineNetworks.Named(name), 1);

        Assert.That(cost.Operations, Is.EqualTo(expected));
    }

    [TestCase("A")]
    [TestCase("B")]
    [TestCase("C")]
    public void Dense_of_one_window_costs_what_the_window_costs(string name)
    {
        NetworkDescription network = BaselineNetworks.Named(name);

        Assert.That(
            WorkCost.OfDense(network, network.TotalStride, 1, 1).Operations,
            Is.EqualTo(2.0 * network.MultiplyAddsPerWindow));
    }

    [Test]
    public void Dense_at_stride_1_needs_every_convolution_at_every_pixel()
    {
        // One 3×3 stage with pooling by 2 on a 6 px window; four windows see 7×7 px.
        var network = new NetworkDescription(
            6,
            [new ConvolutionStage(5, 3, 2)],
            DeepEM.Kernels.Activation.ActivationKind.Relu,
            DeepEM.Kernels.Pooling.PoolingKind.Max);

        Assert.That(
            WorkCost.OfDense(network, 1, 2, 2).Operations,
            Is.EqualTo(2 * ((5 * 5 * 9 * 5) + (4 * 2 * 2 * 5))));
    }
}
