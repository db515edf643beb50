using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Engine.Learning.Windows;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

/// <summary>Steps that are queued on a device and not waited for.</summary>
[TestFixture("Cuda")]
[TestFixture("OpenCl")]
[TestFixture("IlgpuCpu")]
public sealed class QueuedTrainingTests(string backendName)
{
    private static readonly NetworkDescription _network = SmallNetworks.Published;

    // Ten steps an epoch, the last one smaller: seven epochs are more steps than losses may wait.
    private static readonly TrainingSettings _settings = TrainingSettings.Published with { Epochs = 7, Batch = 4 };

    [Test]
    public void Losses_read_late_are_those_read_after_every_step()
    {
        List<double> often = Losses(read => true, steps: 70);
        List<double> rarely = Losses(step => step % 7 == 6, steps: 70);

        Assert.That(often, Has.Count.EqualTo(70).And.All.Matches<double>(double.IsFinite));
        Assert.That(often.Distinct().Count(), Is.GreaterThan(60));
        Assert.That(rarely, Is.EqualTo(often));
    }

    [Test]
    public void Losses_come_by_themselves_when_many_wait()
    {
        List<double> losses = [];
        using NetworkTrainer trainer = Trainer();
        var source = new BlobWindows(_network.InputSide, 4, 1);
        source.BeginEpoch(0, centring: false);
        for (int step = 0; step < 63; step++)
        {
            trainer.Step(source, 0, 4, 0.1);
            trainer.ReadLosses(losses.Add, all: false);
        }

        Assert.That(losses, Is.Empty);
        trainer.Step(source, 0, 4, 0.1);
        trainer.ReadLosses(losses.Add, all: false);
        Assert.That(losses, Has.Count.EqualTo(64));
    }

    [Test]
    public void Steps_wait_for_nothing_until_many_losses_wait()
    {
        var backend = (IlgpuBackend)TestBackends.Get(backendName);
        using NetworkTrainer trainer = Trainer();
        var source = new BlobWindows(_network.InputSide, 4, 1);
        source.BeginEpoch(0, centring: false);

        // The first step finds memory for what lies between two passes of an operation.
        trainer.Step(source, 0, 4, 0.1);
        long before = backend.Waits;
        for (int step = 1; step < 63; step++)
        {
            trainer.Step(source, 0, 4, 0.1);
        }

        Assert.That(backend.Waits, Is.EqualTo(before));
        trainer.Step(source, 0, 4, 0.1);
        Assert.That(backend.Waits, Is.GreaterThan(before));
    }

    // A session that is saved after every step waits for every step.
    [Test]
    public void Training_gives_the_same_bytes_and_curve_waited_for_or_not()
    {
        TrainingOutcome waited = Run(isSaved: true);
        TrainingOutcome queued = Run(isSaved: false);

        Assert.That(queued.Parameters, Is.EqualTo(waited.Parameters));
        Assert.That(queued.Curve, Is.EqualTo(waited.Curve));
        Assert.That(queued.Curve, Has.All.Matches<LearningCurvePoint>(point => double.IsFinite(point.RunningLoss)));
    }

    private List<double> Losses(Predicate<int> reads, int steps)
    {
        List<double> losses = [];
        using NetworkTrainer trainer = Trainer();
        var source = new BlobWindows(_network.InputSide, 4 * steps, 1);
        source.BeginEpoch(0, centring: false);
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(source, 4 * step, 4, 0.1);
            trainer.ReadLosses(losses.Add, all: reads(step));
        }

        trainer.ReadLosses(losses.Add, all: true);
        return losses;
    }

    private NetworkTrainer Trainer() => new(
        TestBackends.Get(backendName), _network, _settings, NetworkInitialisation.Draw(_network, new RandomSource(1)));

    private TrainingOutcome Run(bool isSaved)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        using var session = new TrainingSession(
            backend,
            _network,
            _ => NetworkInitialisation.Draw(_network, new RandomSource(1)),
            new TrainingWindows(new BlobWindows(_network.InputSide, 39, 1), new BlobWindows(_network.InputSide, 8, 2)),
            _settings,
            round: 1);
        return session.Run(
            () =>
            {
                if (isSaved)
                {
                    session.Exchange(new TrainingState());
                }
            },
            progress: null);
    }
}
