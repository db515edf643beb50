using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Drivers;

/// <summary>What a GPU would run, on the stand-in for its driver.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class StandInTests
{
    private static readonly Dictionary<string, string> _usual = [];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    // Lazy work finds what is read too early, work at odd times what is overwritten too early.
    [TestCase("lazy")]
    [TestCase("async")]
    public void Every_test_of_a_GPU_passes_without_a_fault(string mode)
    {
        string log = _folder["log"];
        var variables = new Dictionary<string, string>(StandInDriver.Variables(mode, log))
        {
            ["FAKECUDA_RACES"] = "1",
            ["FAKECUDA_UNI"] = "1",
        };

        (int passed, string trouble) = TestProgram.Run(variables, "FullyQualifiedName~Cuda");

        Assert.That(trouble, Is.Empty);
        Assert.That(StandInDriver.Faults(log), Is.Empty);
        TestContext.Out.WriteLine($"{passed} tests passed on the stand-in, {mode}.");
    }

    [Test]
    public void Picks_are_those_of_the_processor_and_the_same_bytes_whenever_the_work_is_done()
    {
        StandInDriver.Variables("lazy", _folder["log"]);
        Deepem(_usual, "simulate", "--out", _folder["in"], "--count", "2", "--size", "384",
            "--diameter", "90", "--snr", "0.5");
        Pick(_usual, "cpu", "cpu");
        foreach ((string name, string mode) in (IEnumerable<(string, string)>)
            [("first", "lazy"), ("again", "lazy"), ("odd", "async")])
        {
            Pick(StandInDriver.Variables(mode, _folder["log"]), "cuda", name);
        }

        Assert.That(StandInDriver.Faults(_folder["log"]), Is.Empty);
        Assert.That(Tables("again"), Is.EqualTo(Tables("first")));
        Assert.That(Tables("odd"), Is.EqualTo(Tables("first")));
        PickSet expected = PickReader.Read(_folder["cpu/autopick.star"]);
        PickSet picks = PickReader.Read(_folder["first/autopick.star"]);
        Assert.That(expected.ParticleCount, Is.GreaterThan(10));
        foreach (MicrographPicks theirs in expected.Micrographs)
        {
            IReadOnlyList<Particle> ours = picks.Find(theirs.Micrograph)!.Particles;
            Assert.That(ours, Has.Count.EqualTo(theirs.Particles.Count));
            Assert.That(theirs.Particles.Select(one => ours.Min(other => Distance(one, other))), Is.All.LessThan(0.5));
        }
    }

    // Small particles have the smallest network, small micrographs leave little to be scored, and as many labels as
    // these (304) are learnt from in one round.
    [Test]
    public void A_training_gives_the_same_model_whenever_the_work_is_done()
    {
        StandInDriver.Variables("lazy", _folder["log"]);
        Deepem(_usual, "simulate", "--out", _folder["in"], "--count", "2", "--size", "256", "--diameter", "14",
            "--snr", "1");
        foreach (string mode in (string[])["lazy", "async"])
        {
            Deepem(StandInDriver.Variables(mode, _folder["log"]), "train", _folder["in"], "--picks",
                _folder["in/truth"], "--diameter", "14", "--start", "none", "--epochs", "1", "--no-mask",
                "--device", "cuda", "--out", _folder[$"{mode}.deepem"]);
        }

        Assert.That(StandInDriver.Faults(_folder["log"]), Is.Empty);
        Assert.That(
            File.ReadAllBytes(_folder["async.deepem"]), Is.EqualTo(File.ReadAllBytes(_folder["lazy.deepem"])));
    }

    private void Pick(IReadOnlyDictionary<string, string> environment, string device, string name) =>
        Deepem(environment, "pick", _folder["in"], "--diameter", "90", "--pictures", "0", "--device", device,
            "--out", _folder[name]);

    private static void Deepem(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        using DeepEmProcess process = DeepEmProcess.Start(environment, words);
        (int code, string _, string error) = process.Wait();
        Assert.That(code, Is.Zero, error);
    }

    private Dictionary<string, byte[]> Tables(string name) => Directory.GetFiles(_folder[name], "*_*.star")
        .ToDictionary(path => Path.GetFileName(path), PickTableText.ReadComparable);

    private static double Distance(Particle one, Particle other) => double.Hypot(one.X - other.X, one.Y - other.Y);
}
