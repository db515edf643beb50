using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.General;
using DeepEM.Engine.Learning.Models;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.General;

[TestFixture]
public sealed class GeneralJobTests
{
    [Test]
    public void The_model_has_its_settings_beside_it()
    {
        using var folder = new ScratchFolder();
        using var backend = new SimdBackend(2);
        GeneralTrainingSettings settings = new(2, 1, 1, Seed: 7, Threads: 2) { WindowsPerEpoch = 256 };

        GeneralJobReport report = GeneralJob.Run(
            backend, folder["g.deepem"], settings, new JobContext { Arguments = ["train-general"] });

        Assert.That(report.Files, Has.All.Exist);
        Assert.That(ModelFile.Read(folder["g.deepem"]).IsGeneral, Is.True);
        using var record = JsonDocument.Parse(File.ReadAllText(RunRecord.PathBeside(folder["g.deepem"])));
        Assert.That(record.RootElement.GetProperty("Arguments")[0].GetString(), Is.EqualTo("train-general"));
        Assert.That(
            record.RootElement.GetProperty("Settings").GetProperty("Run").GetProperty("Seed").GetInt64(),
            Is.EqualTo(7));
    }
}
