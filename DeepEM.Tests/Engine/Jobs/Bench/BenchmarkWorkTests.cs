using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

public sealed class BenchmarkWorkTests
{
    [Test]
    public void Every_row_of_the_system_benchmark_is_a_positive_number()
    {
        using var backend = new SimdBackend(2);

        // The training of B and C and the micrograph would take seconds.
        BenchmarkRow[] rows =
        [
            .. SystemBenchmark.Run(backend, 2, 0, CancellationToken.None)
                .TakeWhile(row => !row.Subject.StartsWith("training step B", StringComparison.Ordinal)),
        ];

        Assert.That(rows, Has.Length.EqualTo(26));
        Assert.That(rows.Select(row => row.Rate), Is.All.Positive.And.All.LessThan(1e7));
        Assert.That(rows.Skip(3).Select(row => row.Milliseconds), Is.All.Positive);
        Assert.That(rows.Skip(3).Select(row => row.Share), Is.All.Positive);
        Assert.That(rows.Select(row => row.Subject), Is.Unique);
    }

    [Test]
    public void A_micrograph_is_read_picked_and_written_and_leaves_nothing_behind()
    {
        string[] before = Folders();
        using var backend = new SimdBackend(1);
        using (var work = new MicrographWork(backend, 1024))
        {
            work.Run();

            // The rate must be one of real work: neither no picks nor the whole grid.
            Assert.That(work.Picks, Is.InRange(50, 410));
            Assert.That(Folders(), Has.Length.EqualTo(before.Length + 1));
        }

        Assert.That(Folders(), Is.EquivalentTo(before));
    }

    [TestCase(1)]
    [TestCase(40)]
    public void Windows_and_training_run_for_any_batch(int batch)
    {
        using IComputeBackend backend = new SimdBackend(2);
        using var training = new TrainingWork(backend, BaselineNetworks.A, batch);
        using var scoring = new WindowScoringWork(backend, BaselineNetworks.A, batch);

        Assert.That(training.Run, Throws.Nothing);
        Assert.That(scoring.Run, Throws.Nothing);
        Assert.That(
            scoring.Cost.Operations, Is.EqualTo(2.0 * BaselineNetworks.A.MultiplyAddsPerWindow * batch));
    }

    [Test]
    public void Inside_grid_has_as_many_windows_as_lie_in_the_image()
    {
        Assert.That(DenseWork.InsideSide(BaselineNetworks.B, 1024), Is.EqualTo(845));
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "deepem-bench-*");
}
