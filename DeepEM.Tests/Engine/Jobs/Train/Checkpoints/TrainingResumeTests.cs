using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.Checkpoints;

/// <summary>A training that was stopped and goes on gives the bytes of one that was not.</summary>
[TestFixture]
public sealed class TrainingResumeTests
{
    private static readonly TrainingRunSettings _twoRounds = SmallData.Settings with { Rounds = 2 };
    private static readonly Lazy<TrainingReport> _unbroken =
        new(() => Train(WithHalfTheLabels(), _twoRounds, TrainingCheckpoint.None()));

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    // Stopped at the n-th report: at the first step, among the mistakes, in the second round, after the last step; two
    // numbers stop twice.
    [TestCase(4)]
    [TestCase(52)]
    [TestCase(70)]
    [TestCase(101)]
    [TestCase(9, 30)]
    public void Two_rounds_stopped_anywhere_end_with_the_bytes_of_an_unbroken_run(params int[] stops)
    {
        TrainingItem[] items = WithHalfTheLabels();
        TrainingReport whole = _unbroken.Value;
        Assert.That(whole.Negatives, Is.GreaterThan(0), "there are mistakes to be kept");

        TrainingCheckpoint checkpoint = TrainingCheckpoint.Begin(_folder["c"], 1e6);
        foreach (int stop in stops)
        {
            Assert.That(
                () => Train(items, _twoRounds, checkpoint, stop), Throws.InstanceOf<OperationCanceledException>());
            checkpoint = TrainingCheckpoint.Resume(_folder["c"], 1e6);
        }

        AssertSame(Train(items, _twoRounds, checkpoint, threads: 1), whole);
    }

    [Test]
    public void Published_training_stopped_within_an_epoch_ends_with_the_bytes_of_an_unbroken_run()
    {
        TrainingRunSettings settings =
            SmallData.Settings with { Preset = NetworkPreset.NineteenS, Labels = 8, Epochs = 2 };
        IReadOnlyList<TrainingItem> items = SmallData.Shared.Items();
        TrainingReport whole = Train(items, settings, TrainingCheckpoint.None());
        Assert.That(
            () => Train(items, settings, TrainingCheckpoint.Begin(_folder["c"], 1e6), stop: 4),
            Throws.InstanceOf<OperationCanceledException>());

        AssertSame(Train(items, settings, TrainingCheckpoint.Resume(_folder["c"], 1e6)), whole);
    }

    [Test]
    public void Saving_after_every_step_changes_nothing_and_any_of_the_files_can_be_gone_on_from()
    {
        IReadOnlyList<TrainingItem> items = SmallData.Shared.Items();
        TrainingReport whole = Train(items, SmallData.Settings, TrainingCheckpoint.None());
        List<byte[]> files = [];
        var progress = new ProgressList(_ => Keep());
        using var backend = new SimdBackend(2);
        TrainingReport saved = TrainingRun.Run(
            backend,
            items,
            SmallData.Settings,
            TrainingCheckpoint.Begin(_folder["c"], 0),
            progress,
            CancellationToken.None);
        AssertSame(saved, whole);
        Assert.That(files, Has.Count.GreaterThan(45).And.All.Not.Empty);

        foreach (byte[] file in files.Where((_, i) => i % 12 == 5))
        {
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Resume(_folder.Write("c", file), 1e6);
            AssertSame(Train(items, SmallData.Settings, checkpoint), whole);
        }

        void Keep()
        {
            if (File.Exists(_folder["c"]))
            {
                files.Add(File.ReadAllBytes(_folder["c"]));
            }
        }
    }

    [Test]
    public void Other_settings_are_refused_naming_the_difference()
    {
        IReadOnlyList<TrainingItem> items = SmallData.Shared.Items();
        Stop(items);

        AssertRefused(items, SmallData.Settings with { Seed = 2 }, "Seed 1, now 2");
        AssertRefused(
            items, SmallData.Settings with { Epochs = 3, Labels = 20 }, "Labels null, now 20; Epochs 1, now 3");
        AssertRefused(items, SmallData.Settings with { Patience = 2 }, "Patience null, now 2");
        AssertRefused(items, SmallData.Settings with { Preset = NetworkPreset.Klh }, "Preset \"Auto\", now \"Klh\"");
    }

    [Test]
    public void Other_inputs_are_refused_naming_the_difference()
    {
        TrainingItem[] items = [.. SmallData.Shared.Items()];
        Stop(items);

        AssertRefused([.. items.Skip(1)], SmallData.Settings, "micrographs 3, now 2");
        AssertRefused([items[1], items[0], items[2]], SmallData.Settings, "micrograph 1 mic_000.mrc ");
        TrainingItem moved = items[2] with { Negatives = [new Particle(5, 5, 0)] };
        AssertRefused([items[0], items[1], moved], SmallData.Settings, "begun with labels of micrograph 3 ");
    }

    [Test]
    public void Checkpoint_that_cannot_be_written_is_a_warning_and_only_at_an_interruption_an_error()
    {
        IReadOnlyList<TrainingItem> items = SmallData.Shared.Items();
        string path = _folder["missing/c"];
        TrainingReport report = Train(items, SmallData.Settings, TrainingCheckpoint.Begin(path, 0));
        Assert.That(report.Warnings.Single().ToString(), Does.Contain($"{path}: its directory does not exist"));

        Assert.That(
            () => Train(items, SmallData.Settings, TrainingCheckpoint.Begin(path, 0), stop: 20),
            Throws.InstanceOf<IOException>().With.Message.StartsWith(path));
    }

    // The first round picks the withheld particles: they are the mistakes that the second must know of.
    private static TrainingItem[] WithHalfTheLabels() =>
    [
        .. SmallData.Shared.Items().Select(item => item with
        {
            Particles = [.. item.Particles.Where((_, i) => i % 2 == 0)],
        }),
    ];

    private void Stop(IReadOnlyList<TrainingItem> items) => Assert.That(
        () => Train(items, SmallData.Settings, TrainingCheckpoint.Begin(_folder["c"], 1e6), stop: 5),
        Throws.InstanceOf<OperationCanceledException>());

    private void AssertRefused(IReadOnlyList<TrainingItem> items, TrainingRunSettings settings, string difference) =>
        Assert.That(
            () => Train(items, settings, TrainingCheckpoint.Resume(_folder["c"], 1e6)),
            Throws.InstanceOf<InvalidFileException>()
                .With.Message.StartsWith($"{_folder["c"]}: begun with ").And.Message.Contains(difference));

    private static TrainingReport Train(
        IReadOnlyList<TrainingItem> items,
        TrainingRunSettings settings,
        TrainingCheckpoint checkpoint,
        int stop = int.MaxValue,
        int threads = 2)
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        var progress = new ProgressList(_ =>
        {
            if (++reports == stop)
            {
                source.Cancel();
            }
        });
        using var backend = new SimdBackend(threads);
        return TrainingRun.Run(backend, items, settings, checkpoint, progress, source.Token);
    }

    private static void AssertSame(TrainingReport report, TrainingReport expected)
    {
        Assert.That(SmallData.Bytes(report.Model), Is.EqualTo(SmallData.Bytes(expected.Model)));
        Assert.That(report.Curve, Is.EqualTo(expected.Curve));
        Assert.That(
            (report.Negatives, report.HeldOutAveragePrecision, report.Completeness),
            Is.EqualTo((expected.Negatives, expected.HeldOutAveragePrecision, expected.Completeness)));
    }
}
