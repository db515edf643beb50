using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>What is done over and over again leaves next to nothing to the collector.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const int Warm = 6;
    private const int Measured = 6;

    // Binned twice, this has as many cells and windows as 4096 × 4096 px of particles twice as wide.
    private const int Side = 2048;
    private const double Diameter = 75;

    [Test]
    public void A_micrograph_more_takes_less_than_100_kB()
    {
        using var folder = new ScratchFolder();
        string noise = folder["noise.mrc"];
        MrcWriter.Write(noise, SmallNetworks.Noise(Side * Side, 3), Side, Side, 1);
        MicrographSource[] sources = [.. Enumerable.Range(0, Warm + Measured).Select(n =>
        {
            string name = $"mic_{n:000}.mrc";
            File.CreateSymbolicLink(folder[name], noise);
            return new MicrographSource(folder[name], name, null);
        })];
        List<long> allocated = [];
        var settings = new PickingRunSettings(folder["out"], null, null, Pictures: 0, Strict: true);
        using var backend = new SimdBackend(2);
        PickingReport report = PickingRun.Run(
            backend,
            GeneralModel.For(Diameter),
            sources,
            settings,
            new Told(() => allocated.Add(GC.GetTotalAllocatedBytes(precise: true))),
            CancellationToken.None);

        Assert.That(report.Picked, Is.EqualTo(sources.Length));
        Assert.That(allocated, Has.Count.EqualTo(sources.Length));
        Assert.That((allocated[^1] - allocated[Warm - 1]) / Measured, Is.LessThan(100_000));
    }

    [Test]
    public void A_step_of_training_takes_less_than_1_kB()
    {
        using var backend = new SimdBackend(2);
        using var work = new TrainingWork(backend, BaselineNetworks.A, batch: 128);
        for (int step = 0; step < Warm; step++)
        {
            work.Run();
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int step = 0; step < Measured; step++)
        {
            work.Run();
        }

        Assert.That((GC.GetTotalAllocatedBytes(precise: true) - before) / Measured, Is.LessThan(1000));
    }

    private sealed class Told(Action done) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => done();
    }
}
