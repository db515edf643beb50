using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Models;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

[TestFixture]
public sealed class TrainingRunTests
{
    [Test]
    public void Easy_particles_are_learnt_and_the_threshold_suits_them()
    {
        TrainingReport report = SmallData.Shared.Report;

        Assert.That((report.Micrographs, report.HeldOutMicrographs), Is.EqualTo((3, 0)), "too few labels to spare any");
        Assert.That(report.Particles, Is.EqualTo(SmallData.Shared.Items().Sum(i => i.Particles.Count)));
        Assert.That(report.Negatives, Is.Zero);
        Assert.That(report.Curve.Select(p => (p.Round, p.Epoch)), Is.EqualTo([(1, 1), (1, 2), (2, 1)]));
        Assert.That(report.HeldOutAveragePrecision, Is.GreaterThan(0.9));
        Assert.That(report.Expected.At(report.Model.Threshold).F(1), Is.GreaterThan(0.85));
        Assert.That(report.Completeness, Is.EqualTo(1));
        Assert.That(report.Model.Threshold, Is.GreaterThan(0.01).And.LessThan(1));
        Assert.That((report.Model.Binning, report.Model.PixelSizeAngstrom), Is.EqualTo((50.0 / 35, 2.5)));
        Assert.That(report.Model.EdgeMarginAngstrom, Is.GreaterThanOrEqualTo(0.4 * SmallData.DiameterAngstrom));
        Assert.That(report.Model.Turns, Is.EqualTo(2), "few labels");
        Assert.That(report.Warnings, Is.Empty);
    }

    [Test]
    public void Model_bytes_depend_on_the_seed_and_not_on_threads_or_chance()
    {
        byte[] once = SmallData.Bytes(SmallData.Shared.Train(threads: 1, SmallData.Settings).Model);
        byte[] again = SmallData.Bytes(SmallData.Shared.Train(threads: 2, SmallData.Settings).Model);
        byte[] other = SmallData.Bytes(SmallData.Shared.Train(threads: 2, SmallData.Settings with { Seed = 2 }).Model);

        Assert.That(again, Is.EqualTo(once));
        Assert.That(other, Is.Not.EqualTo(once));
    }

    // Every second label is withheld: the first round picks those particles all the same, and the second learns that
    // they are none.
    [Test]
    public void Wrong_picks_of_a_round_are_negatives_of_the_next()
    {
        TrainingItem[] half =
        [
            .. SmallData.Shared.Items().Select(item => item with
            {
                Particles = [.. item.Particles.Where((_, i) => i % 2 == 0)],
                Negatives = [new Particle(5, 5, 0)],
            }),
        ];
        var progress = new ProgressList();
        using var backend = new SimdBackend(2);
        TrainingReport report = TrainingRun.Run(
            backend,
            half,
            SmallData.Settings with { Rounds = 2 },
            TrainingCheckpoint.None(),
            progress,
            CancellationToken.None);

        Assert.That(report.Negatives, Is.GreaterThan(2 + 5), "two given ones and the mistakes");
        Assert.That(report.Curve.Select(p => (p.Round, p.Epoch)), Is.EqualTo([(1, 1), (2, 1), (3, 1)]));
        Assert.That(
            progress.Reports.Select(r => r.Stage).Distinct(),
            Is.EqualTo(
            [
                "Reading",
                "Training, round 1",
                "Looking for mistakes",
                "Training, round 2",
                "Looking for particles without a label",
                "Training, round 3",
                "Finding the threshold",
            ]));
    }

    [Test]
    public void Single_micrograph_is_counted_once_and_its_lower_part_held_out()
    {
        TrainingItem item = SmallData.Shared.Items()[0];
        using var backend = new SimdBackend(2);
        TrainingReport report = TrainingRun.Run(
            backend,
            [item],
            SmallData.Settings with { Patience = 9 },
            TrainingCheckpoint.None(),
            progress: null,
            CancellationToken.None);

        Assert.That((report.Micrographs, report.Particles), Is.EqualTo((1, item.Particles.Count)));
        Assert.That(report.Warnings.Single().ToString(), Does.Contain("its lower part is held out"));
    }

    [Test]
    public void Patience_wants_micrographs_held_out_however_few_the_labels()
    {
        TrainingReport report = SmallData.Shared.Train(threads: 2, SmallData.Settings with { Patience = 9 });

        Assert.That((report.Micrographs, report.HeldOutMicrographs), Is.EqualTo((3, 1)));
        Assert.That(report.Model.Turns, Is.EqualTo(1), "labels enough to hold some out");
        Assert.That(report.Curve.Select(p => (p.Round, p.Epoch)), Is.EqualTo([(1, 1)]));
        Assert.That(report.HeldOutAveragePrecision, Is.GreaterThan(0.9));
    }

    [Test]
    public void Outputs_are_the_model_its_curve_and_their_picture()
    {
        using var folder = new ScratchFolder();
        string path = folder["new/m.deepem"];
        TrainingReport report = SmallData.Shared.Report;
        TrainingOutputs.Write(path, report);

        PickingModel model = ModelFile.Read(path);
        Assert.That(model.Parameters.ToArray(), Is.EqualTo(report.Model.Parameters.ToArray()));
        Assert.That(model with { Parameters = report.Model.Parameters }, Is.EqualTo(report.Model));
        string[] table = File.ReadAllLines(TrainingOutputs.CurveTable(path));
        Assert.That(table, Has.Length.EqualTo(4));
        Assert.That(table[1], Does.Match("^1,1,48,[0-9.]+,[0-9.]+,[0-9.]+$"));
        byte[] picture = File.ReadAllBytes(TrainingOutputs.CurvePicture(path));
        Assert.That(picture[1..4], Is.EqualTo("PNG"u8.ToArray()));
    }
}
