using System.Text.Json;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.LabelFree;

[TestFixture]
public sealed class LabelFreeJobTests
{
    private const double DiameterAngstrom = 170;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void A_model_is_learnt_from_what_verification_accepts_and_the_record_says_what()
    {
        Simulate(micrographs: 3, particles: true);
        LabelFreeReport report = Run(rounds: 1);

        LabelFreeRound round = report.Rounds.Single();
        Assert.That(round.Accepted, Is.GreaterThan(60));
        Assert.That(round.Accepted + round.Rejected + round.Ignored, Is.EqualTo(round.Candidates));
        Assert.That(round.Evidence, Is.Not.Null);
        Assert.That(round.IsKept, Is.EqualTo(round.Evidence!.IsNoWorse));
        Assert.That(report.Model.IsGeneral, Is.EqualTo(!round.IsKept));
        Assert.That(ModelFile.Read(_folder["model.deepem"]).IsGeneral, Is.EqualTo(report.Model.IsGeneral));
        using var record = JsonDocument.Parse(File.ReadAllBytes(_folder["model.deepem.settings.json"]));
        JsonElement told = record.RootElement.GetProperty("Settings").GetProperty("LabelFreeRounds")[0];
        Assert.That(told.GetProperty("Accepted").GetInt32(), Is.EqualTo(round.Accepted));
    }

    [Test]
    public void Micrographs_without_particles_keep_the_general_model_and_say_so()
    {
        Simulate(micrographs: 2, particles: false);
        LabelFreeReport report = Run(rounds: 2);

        Assert.That(report.Training, Is.Null);
        Assert.That(
            report.Warnings.Select(warning => warning.ToString()), Has.Some.Contains("particles to learn from"));
        Assert.That(ModelFile.Read(_folder["model.deepem"]).IsGeneral, Is.True);
    }

    [Test]
    public void A_model_that_is_there_is_not_replaced()
    {
        Simulate(micrographs: 1, particles: true);
        _folder.Write("model.deepem", "mine");
        Assert.That(() => Run(rounds: 1), Throws.TypeOf<ModelThereException>());
    }

    private void Simulate(int micrographs, bool particles) => new DataSetSimulator(
        new SimulationSettings
        {
            Height = 640,
            Width = 640,
            PixelSizeAngstrom = 4,
            SignalToNoise = 0.2,
            ParticleCount = particles ? 60 : 0,
            Particle = new ParticleModelSettings { DiameterAngstrom = DiameterAngstrom },
        },
        seed: 41,
        threads: 2).Write(_folder["mics"], micrographs);

    private LabelFreeReport Run(int rounds)
    {
        LabelFreeFiles files = new(MicrographList.Expand([_folder["mics"]], TextReader.Null));
        TrainingRunSettings settings = new(
            NetworkPreset.Auto, DiameterAngstrom, Labels: null, Rounds: 1, Epochs: 1, Seed: 3)
        {
            Start = TrainingStart.Named(TrainingStart.GeneralName),
        };
        var job = LabelFreeJob.Prepare(files, _folder["model.deepem"], settings, overwrite: false);
        using var backend = new SimdBackend(2);
        return job.With(rounds).Run(backend);
    }
}
