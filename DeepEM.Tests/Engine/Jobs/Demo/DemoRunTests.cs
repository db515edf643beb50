using DeepEM.Engine.Jobs.Demo;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Demo;

[TestFixture]
public sealed class DemoRunTests
{
    [Test]
    public void A_small_demonstration_writes_everything_and_finds_particles()
    {
        using var folder = new ScratchFolder();
        using var backend = new SimdBackend(2);
        var settings = new DemoSettings(
            SmallData.Simulation, TrainingMicrographs: 2, UnseenMicrographs: 1, Epochs: 1, Seed: 3, Threads: 2);

        DemoReport report = DemoRun.Run(backend, folder.Path, settings);

        Assert.That(report.Training.Training?.Micrographs, Is.EqualTo(2));
        Assert.That(report.Picking.Picked, Is.EqualTo(1));
        Assert.That(report.Evaluation.Headline().F1, Is.GreaterThan(0.7));
        Assert.That(
            (string[])
            [
                folder["training/mic_001.mrc"],
                folder["unseen/mic_002.mrc"],
                folder["unseen/truth/mic_002.star"],
                DemoRun.ModelPath(folder.Path),
                TrainingOutputs.CurvePicture(DemoRun.ModelPath(folder.Path)),
                Path.Combine(DemoRun.PicksFolder(folder.Path), "autopick.star"),
                Path.Combine(DemoRun.PicturesFolder(folder.Path), "mic_002.png"),
                DemoRun.PrecisionRecallPath(folder.Path),
                Path.Combine(DemoRun.VerificationFolder(folder.Path), "report.html"),
                folder["settings.json"],
            ],
            Has.All.Exist);
    }
}
