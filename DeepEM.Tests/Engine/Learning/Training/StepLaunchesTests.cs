using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Engine.Learning.Windows;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

/// <summary>How many kernels a step launches: on a GPU a small network's step is mostly the time between two of them.
/// </summary>
[TestFixture("Cuda")]
[TestFixture("IlgpuCpuWarps")]
public sealed class StepLaunchesTests(string backendName)
{
    // Three stages like the default network's, and Adam; windows enough for both passes over the sums of each gradient.
    private const int Batch = 40;

    private static readonly NetworkDescription _network = SmallNetworks.Default;

    [Test]
    public void A_step_of_three_stages_launches_thirty_kernels()
    {
        TrainingSettings settings = TrainingSettings.Default with { Batch = Batch };
        using var trainer = new NetworkTrainer(
            TestBackends.Get(backendName),
            _network,
            settings,
            NetworkInitialisation.Draw(_network, new RandomSource(1)));
        var source = new BlobWindows(_network.InputSide, Batch, 1);
        source.BeginEpoch(0, centring: false);

        // The first step finds out which filters there are to pack.
        trainer.Step(source, 0, Batch, 0.1);
        long before = Launch.Count;
        trainer.Step(source, 0, Batch, 0.1);
        Assert.That(Launch.Count - before, Is.EqualTo(30));
    }
}
