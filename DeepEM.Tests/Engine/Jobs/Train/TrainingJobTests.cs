using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

[TestFixture]
public sealed class TrainingJobTests
{
    private static readonly string _truth = SmallData.TruthOf(SmallData.Shared.TrainingFolder);

    private static TrainingFiles Files => new(SmallData.Sources(SmallData.Shared.TrainingFolder), _truth);

    [Test]
    public void A_training_without_a_command_line_writes_model_tables_and_settings()
    {
        using var folder = new ScratchFolder();
        using var backend = new SimdBackend(2);
        string model = folder["m.deepem"];

        TrainingJobReport report = TrainingJob.Prepare(Files, model, SmallData.Settings).Run(backend);

        Assert.That(report.Files[0], Is.EqualTo(model));
        Assert.That(
            report.Files.Concat([TrainingOutputs.Checkpoint(model)]), Is.EquivalentTo(TrainingOutputs.All(model)));
        Assert.That(report.Files, Has.All.Exist);
        Assert.That(TrainingOutputs.Checkpoint(model), Does.Not.Exist);
        Assert.That(report.Elapsed, Is.GreaterThan(TimeSpan.Zero));
        using var record = JsonDocument.Parse(File.ReadAllText(TrainingOutputs.Settings(model)));
        Assert.That(record.RootElement.GetProperty("Arguments").GetArrayLength(), Is.Zero);
        Assert.That(
            record.RootElement.GetProperty("Settings").GetProperty("Threshold").GetDouble(),
            Is.EqualTo(report.Training.Model.Threshold));
    }

    [Test]
    public void An_output_that_is_an_input_is_refused_before_anything_is_read()
    {
        using var folder = new ScratchFolder();
        string micrograph = folder.Write("a.mrc", "not read");
        TrainingFiles files = new([new MicrographSource(micrograph, "a.mrc", null)], folder["no-picks"]);

        Assert.That(
            () => TrainingJob.Prepare(files, micrograph, SmallData.Settings),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.OutputIsInput));
    }

    [Test]
    public void A_checkpoint_that_is_there_is_kept_unless_it_is_to_be_replaced()
    {
        using var folder = new ScratchFolder();
        string model = folder["m.deepem"];
        string checkpoint = folder.Write("m.deepem.checkpoint", "hours of work");

        Assert.That(
            () => TrainingJob.Prepare(Files, model, SmallData.Settings),
            Throws.TypeOf<CheckpointThereException>().With.Property("Subject").EqualTo(checkpoint));
        Assert.That(
            () => TrainingJob.Prepare(Files, model, SmallData.Settings, new CheckpointPolicy(CheckpointStart.Replace)),
            Throws.Nothing);
        Assert.That(
            () => TrainingJob.Prepare(Files, model, SmallData.Settings, new CheckpointPolicy(CheckpointStart.Resume)),
            Throws.TypeOf<InvalidFileException>());
        Assert.That(File.ReadAllText(checkpoint), Is.EqualTo("hours of work"));
    }

    [Test]
    public void Resuming_without_a_checkpoint_begins_and_says_so()
    {
        using var folder = new ScratchFolder();

        var job = TrainingJob.Prepare(
            Files, folder["m.deepem"], SmallData.Settings, new CheckpointPolicy(CheckpointStart.Resume));

        Assert.That(job.Notices.Single().Code, Is.EqualTo(NoticeCode.Checkpoint));
    }

    [Test]
    public void Masks_and_ignored_places_go_to_the_micrographs_of_their_names()
    {
        using var folder = new ScratchFolder();
        folder.Write("masks/mic_001.mrc", "not read yet");
        TrainingFiles files = Files with { Masks = folder["masks"], Ignored = _truth };

        TrainingInput input = files.Load();

        Assert.That(
            input.Items.Select(item => item.MaskPath is null), Is.EqualTo([true, false, true]));
        Assert.That(
            input.Items.Select(item => item.Ignored.Count),
            Is.EqualTo(input.Items.Select(item => item.Particles.Count)));
        Assert.That(input.Notices.Single().Code, Is.EqualTo(NoticeCode.MaskMissing));
    }
}
