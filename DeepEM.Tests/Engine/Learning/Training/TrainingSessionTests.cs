using DeepEM.Engine.Foundation;
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

[TestFixture]
public sealed class TrainingSessionTests
{
    private static readonly TrainingSettings _default = TrainingSettings.Default with { Epochs = 5 };

    // The published recipe needs its plateau: several hundred steps.
    private static readonly TrainingSettings _published = TrainingSettings.Published with { Epochs = 40 };

    [Test]
    public void Default_recipe_learns_a_toy_problem()
    {
        TrainingOutcome outcome = Run(SmallNetworks.Default, _default, seed: 1, threads: 2);

        Assert.That(outcome.Curve, Has.Count.EqualTo(5));
        Assert.That(outcome.Curve.Select(p => p.Step), Is.EqualTo(new long[] { 8, 16, 24, 32, 40 }));
        Assert.That(outcome.Curve[^1].RunningLoss, Is.LessThan(0.8 * outcome.Curve[0].RunningLoss));
        Assert.That(outcome.Curve[^1].HeldOutLoss, Is.LessThan(0.3 * outcome.Curve[0].HeldOutLoss));
        Assert.That(outcome.Curve[^1].HeldOutAccuracy, Is.GreaterThan(0.95));
    }

    [Test]
    public void Published_recipe_learns_a_toy_problem()
    {
        TrainingOutcome outcome = Run(SmallNetworks.Published, _published, seed: 1, threads: 2);

        Assert.That(outcome.Curve[^1].RunningLoss, Is.LessThan(0.03), "0.125 is the plateau of no answer");
        Assert.That(outcome.Curve[^1].HeldOutAccuracy, Is.GreaterThan(0.95));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Same_seed_gives_the_same_bytes_for_any_number_of_threads_and_again(bool isPublished)
    {
        NetworkDescription network = isPublished ? SmallNetworks.Published : SmallNetworks.Default;
        TrainingSettings settings = (isPublished ? _published : _default) with { Epochs = 2 };
        TrainingOutcome once = Run(network, settings, seed: 1, threads: 1);

        AssertSame(Run(network, settings, seed: 1, threads: 1), once);
        AssertSame(Run(network, settings, seed: 1, threads: 2), once);
        AssertSame(Run(network, settings, seed: 1, threads: 5), once);
        Assert.That(Run(network, settings, seed: 2, threads: 1).Parameters, Is.Not.EqualTo(once.Parameters));
    }

    [Test]
    public void Cancellation_ends_the_training_between_two_steps()
    {
        using var source = new CancellationTokenSource();
        var progress = new ProgressList(report =>
        {
            if (report.Done == 3)
            {
                source.Cancel();
            }
        });

        Assert.That(
            () => Run(SmallNetworks.Default, _default, seed: 1, threads: 2, progress, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(progress.Reports.Select(r => r.Done), Is.EqualTo(new long[] { 1, 2, 3 }));
    }

    [Test]
    public void Progress_counts_the_steps_and_tells_loss_and_accuracy()
    {
        var progress = new ProgressList();
        Run(SmallNetworks.Default, _default with { Epochs = 2 }, seed: 1, threads: 2, progress);

        Assert.That(progress.Reports, Has.Count.EqualTo(16));
        Assert.That(progress.Reports, Has.All.Matches<DeepEM.Engine.Foundation.StageProgress>(r => r.Total == 16));
        Assert.That(progress.Reports[0].Figures.Select(figure => figure.Name), Is.EqualTo(["loss"]));
        Assert.That(
            progress.Reports[^1].Figures.Select(figure => figure.Name), Is.EqualTo(["loss", "held-out accuracy"]));
    }

    [Test]
    public void Last_batch_of_an_epoch_may_be_smaller()
    {
        TrainingSettings settings = _default with { Epochs = 1, Batch = 300 };
        Assert.That(Run(SmallNetworks.Default, settings, seed: 1, threads: 2).Curve[0].Step, Is.EqualTo(4));
    }

    // A state is taken between any two steps, before the first and after the last, and restored into a new session.
    [TestCase(Optimiser.Adam, 2, 0.1)]
    [TestCase(Optimiser.Momentum, 1, null)]
    [TestCase(Optimiser.Sgd, 3, null)]
    public void Session_restored_at_any_step_ends_as_if_it_had_never_stopped(
        Optimiser optimiser, int threads, double? prior)
    {
        TrainingSettings settings =
            _default with { Epochs = 2, Batch = 300, Optimiser = optimiser, Prior = prior, Patience = 1 };
        List<TrainingState> states = [];
        using var backend = new SimdBackend(2);
        using TrainingSession whole = Session(backend, SmallNetworks.Default, settings, seed: 1);
        TrainingOutcome expected = whole.Run(() => states.Add(Saved(whole)), progress: null);
        Assert.That(states, Has.Count.EqualTo(9));

        using var other = new SimdBackend(threads);
        foreach (TrainingState state in states)
        {
            using TrainingSession rest = Session(other, SmallNetworks.Default, settings, seed: 1);
            rest.Exchange(state);
            AssertSame(rest.Run(() => { }, progress: null), expected);
        }
    }

    [Test]
    public void Positive_unlabelled_risk_learns_a_toy_problem()
    {
        TrainingOutcome outcome = Run(SmallNetworks.Default, _default with { Prior = 0.1 }, seed: 1, threads: 2);

        Assert.That(outcome.Curve[^1].HeldOutAccuracy, Is.GreaterThan(0.95));
        AssertSame(Run(SmallNetworks.Default, _default with { Prior = 0.1 }, seed: 1, threads: 3), outcome);
    }

    [Test]
    public void Centres_are_taught_once_held_out_windows_are_told_apart()
    {
        TrainingSettings settings = _default with { Epochs = 4, Batch = 300 };
        LearningCurvePoint[] curve = [.. Run(SmallNetworks.Default, settings, seed: 1, threads: 2).Curve];
        Assume.That(curve[1].HeldOutAccuracy, Is.GreaterThan(curve[0].HeldOutAccuracy));
        settings = settings with { CentringFrom = curve[1].HeldOutAccuracy };

        using var backend = new SimdBackend(2);
        var windows = new BlobWindows(SmallNetworks.Default.InputSide, 1000, 1);
        using TrainingSession whole = Session(backend, settings, windows);
        List<TrainingState> states = [];
        TrainingOutcome outcome = whole.Run(() => states.Add(Saved(whole)), progress: null);

        // An epoch is begun again after every save.
        Assert.That(
            windows.Centring, Is.EqualTo([.. Enumerable.Repeat(false, 2 * 4), .. Enumerable.Repeat(true, 2 * 4)]));
        Assert.That(outcome.Curve.Take(2), Is.EqualTo(curve.Take(2)));
        Assert.That(outcome.Curve[2], Is.Not.EqualTo(curve[2]));

        var again = new BlobWindows(SmallNetworks.Default.InputSide, 1000, 1);
        using TrainingSession rest = Session(backend, settings, again);
        rest.Exchange(states[^3]);
        AssertSame(rest.Run(() => { }, progress: null), outcome);
        Assert.That(again.Centring, Is.EqualTo([true]));
    }

    // Steps so large that the held-out loss goes up and down.
    [Test]
    public void Training_ends_early_with_the_parameters_of_the_best_epoch()
    {
        TrainingSettings wild = _default with
        {
            Epochs = 40,
            LearningRate = 0.05,
            Schedule = LearningRateSchedule.Constant,
            Patience = 3,
            Restarts = 0,
        };
        TrainingOutcome outcome = Run(SmallNetworks.Default, wild, seed: 1, threads: 2);

        int best = outcome.Curve.Select((p, i) => (p.HeldOutLoss, i)).Min().i;
        Assert.That(outcome.Curve, Has.Count.LessThan(40).And.Count.EqualTo(best + 1 + 3));
        TrainingOutcome until =
            Run(SmallNetworks.Default, wild with { Epochs = best + 1, Patience = null }, seed: 1, threads: 2);
        Assert.That(outcome.Parameters, Is.EqualTo(until.Parameters));
    }

    // Without a blob nothing can be learnt, and every attempt stays on the plateau.
    [Test]
    public void Training_on_the_plateau_begins_again_with_other_parameters()
    {
        TrainingSettings settings = _default with { Epochs = 4, Batch = 300, Restarts = 2 };
        List<TrainingState> states = [];
        using var backend = new SimdBackend(2);
        using TrainingSession session = Session(backend, SmallNetworks.Default, settings, seed: 1, blob: 0);
        TrainingOutcome outcome = session.Run(() => states.Add(Saved(session)), progress: null);

        Assert.That(outcome.Curve.Select(p => p.Epoch), Is.EqualTo([1, 2, 3, 1, 2, 3, 1, 2, 3, 4]));
        TrainingSettings alone = settings with { Restarts = 0 };
        using TrainingSession third = new(
            backend,
            SmallNetworks.Default,
            _ => NetworkInitialisation.Draw(SmallNetworks.Default, new RandomSource(2001)),
            new TrainingWindows(
                new BlobWindows(SmallNetworks.Default.InputSide, 1000, 1) { Blob = 0 },
                new BlobWindows(SmallNetworks.Default.InputSide, 300, 101) { Blob = 0 }),
            alone,
            round: 1);
        Assert.That(outcome.Parameters, Is.EqualTo(third.Run(() => { }, progress: null).Parameters));

        using TrainingSession rest = Session(backend, SmallNetworks.Default, settings, seed: 1, blob: 0);
        rest.Exchange(states[20]);
        AssertSame(rest.Run(() => { }, progress: null), outcome);
    }

    // What the attempts before have waited for a lower loss does not end the next one.
    [Test]
    public void Patience_begins_anew_with_every_attempt()
    {
        TrainingSettings settings = _default with { Epochs = 4, Batch = 300, Restarts = 2, Patience = 3 };
        using var backend = new SimdBackend(2);
        using TrainingSession session = Session(backend, SmallNetworks.Default, settings, seed: 1, blob: 0);

        Assert.That(
            session.Run(() => { }, progress: null).Curve.Select(p => p.Epoch).Take(9),
            Is.EqualTo([1, 2, 3, 1, 2, 3, 1, 2, 3]));
    }

    [TestCase("session.epoch", "3")]
    [TestCase("session.epoch", "-1")]
    [TestCase("session.epoch", "null")]
    [TestCase("session.batch", "4")]
    [TestCase("session.running_loss", "\"much\"")]
    [TestCase("trainer.steps", "-1")]
    [TestCase("trainer.steps", null)]
    public void Impossible_state_is_refused_by_name(string name, string? value)
    {
        TrainingSettings settings = _default with { Epochs = 2, Batch = 300 };
        using var backend = new SimdBackend(1);
        using TrainingSession session = Session(backend, SmallNetworks.Default, settings, seed: 1);
        var state = new TrainingState();
        session.Exchange(state);
        var values = new Dictionary<string, string>(state.Values);
        _ = value is null ? values.Remove(name) : (values[name] = value) is null;

        Assert.That(
            () => session.Exchange(new TrainingState("x.checkpoint", state.Tensors, values)),
            Throws.InstanceOf<InvalidFileException>().With.Message.StartsWith($"x.checkpoint: '{name}' is "));
    }

    [Test]
    public void State_of_another_network_is_refused()
    {
        using var backend = new SimdBackend(1);
        using TrainingSession small = Session(backend, SmallNetworks.Published, _default, seed: 1);
        using TrainingSession session = Session(backend, SmallNetworks.Default, _default, seed: 1);
        var state = new TrainingState();
        small.Exchange(state);

        Assert.That(
            () => session.Exchange(new TrainingState("x.checkpoint", state.Tensors, state.Values)),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("'trainer.parameters' is impossible"));
    }

    private static void AssertSame(TrainingOutcome outcome, TrainingOutcome expected)
    {
        Assert.That(outcome.Parameters, Is.EqualTo(expected.Parameters));
        Assert.That(outcome.Curve, Is.EqualTo(expected.Curve));
    }

    private static TrainingOutcome Run(
        NetworkDescription network,
        TrainingSettings settings,
        long seed,
        int threads,
        ProgressList? progress = null,
        CancellationToken cancellation = default)
    {
        using var backend = new SimdBackend(threads);
        using TrainingSession session = Session(backend, network, settings, seed);
        return session.Run(cancellation.ThrowIfCancellationRequested, progress);
    }

    private static TrainingState Saved(TrainingSession session)
    {
        var state = new TrainingState();
        session.Exchange(state);
        return new TrainingState("memory", [.. state.Tensors], state.Values);
    }

    private static TrainingSession Session(SimdBackend backend, TrainingSettings settings, BlobWindows windows) => new(
        backend,
        SmallNetworks.Default,
        attempt => NetworkInitialisation.Draw(SmallNetworks.Default, new RandomSource(1 + (1000 * attempt))),
        new TrainingWindows(windows, new BlobWindows(SmallNetworks.Default.InputSide, 300, 101)),
        settings,
        round: 1);

    private static TrainingSession Session(
        SimdBackend backend, NetworkDescription network, TrainingSettings settings, long seed, double blob = 2) => new(
            backend,
            network,
            attempt => NetworkInitialisation.Draw(network, new RandomSource(seed + (1000 * attempt))),
            new TrainingWindows(
                new BlobWindows(network.InputSide, 1000, seed) { Blob = blob },
                new BlobWindows(network.InputSide, 300, seed + 100) { Blob = blob }),
            settings,
            round: 1);
}
