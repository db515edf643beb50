using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Simulation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class DataSetSimulatorTests
{
    private static readonly SimulationSettings _small = new() { Height = 160, Width = 192, PixelSizeAngstrom = 4 };

    [Test]
    public void What_is_written_reads_back_as_it_was_made()
    {
        using ScratchFolder folder = new();
        var simulator = new DataSetSimulator(_small, 5, 1);
        IReadOnlyList<SimulatedFile> files = simulator.Write(folder["set"], 2);

        SimulatedMicrograph made = simulator.Simulate(1);
        Micrograph read = MicrographReader.Read(files[1].MicrographPath);
        PickSet truth = PickReader.Read(Path.Combine(folder["set"], "truth"));
        Assert.Multiple(() =>
        {
            Assert.That(files.Select(static file => Path.GetFileName(file.MicrographPath)),
                Is.EqualTo((string[])["mic_000.mrc", "mic_001.mrc"]));
            Assert.That((read.Height, read.Width), Is.EqualTo((160, 192)));
            Assert.That(read.PixelSizeAngstrom, Is.EqualTo(4).Within(1e-6));
            Assert.That(read.Pixels, Is.EqualTo(made.Pixels));
            Assert.That(truth.Find("mic_001.mrc")!.Particles, Is.EqualTo(made.Particles));
            Assert.That(files[1].ParticleCount, Is.EqualTo(made.Particles.Count).And.GreaterThan(0));
        });
    }

    [Test]
    public void The_list_names_the_micrographs_with_their_optics()
    {
        using ScratchFolder folder = new();
        IReadOnlyList<SimulatedFile> files = new DataSetSimulator(_small, 6, 1).Write(folder.Path, 2);

        string path = folder["micrographs.star"];
        IReadOnlyList<MicrographSource> sources = MicrographList.Expand([path], TextReader.Null);
        StarTable micrographs = StarReader.Read(path).Find("micrographs")!;
        Assert.Multiple(() =>
        {
            Assert.That(sources.Select(static source => source.Path),
                Is.EqualTo(files.Select(static file => file.MicrographPath)));
            Assert.That(sources.Select(static source => source.PixelSizeAngstrom), Is.All.EqualTo(4));
            Assert.That(micrographs.Number(1, "_rlnDefocusU"), Is.EqualTo(files[1].Optics.DefocusUAngstrom));
        });
    }

    [Test]
    public void Same_seed_gives_the_same_files_and_a_longer_set_begins_with_the_shorter()
    {
        using ScratchFolder folder = new();
        new DataSetSimulator(_small, 7, 1).Write(folder["one"], 1);
        new DataSetSimulator(_small, 7, 2).Write(folder["two"], 2);
        foreach (string name in (string[])["mic_000.mrc", "truth/mic_000.star"])
        {
            byte[] one = File.ReadAllBytes(Path.Combine(folder["one"], name));
            byte[] two = File.ReadAllBytes(Path.Combine(folder["two"], name));
            Assert.That(two, Is.EqualTo(one), name);
        }
    }

    [Test]
    public void Settings_are_written_beside_the_micrographs()
    {
        using ScratchFolder folder = new();
        new DataSetSimulator(_small with { SignalToNoise = 0.037 }, 8, 1).Write(folder.Path, 1);
        string json = File.ReadAllText(folder["simulation.json"]);
        Assert.That(json, Does.Contain("\"Seed\": 8").And.Contain("\"SignalToNoise\": 0.037"));
    }

    [Test]
    public void Progress_is_reported_after_each_micrograph()
    {
        using ScratchFolder folder = new();
        ReportList reports = new();
        new DataSetSimulator(_small, 9, 1).Write(folder.Path, 2, reports);
        Assert.That(reports.Values.Select(static report => (report.Done, report.Total)),
            Is.EqualTo(((long, long)[])[(1, 2), (2, 2)]));
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_an_error()
    {
        using ScratchFolder folder = new();
        string path = folder.Write("taken", "text");
        Assert.That(() => new DataSetSimulator(_small, 1, 1).Write(path, 1), Throws.InstanceOf<IOException>());
        Assert.That(
            () => new DataSetSimulator(_small, 1, 1).Write(folder["x"], 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private sealed class ReportList : IProgress<StageProgress>
    {
        public List<StageProgress> Values { get; } = [];

        public void Report(StageProgress value) => Values.Add(value);
    }
}
