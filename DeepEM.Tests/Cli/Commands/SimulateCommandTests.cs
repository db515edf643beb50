using DeepEM.Cli.Shell;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class SimulateCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Micrographs_truth_list_and_settings_are_written()
    {
        CommandRun run = Simulate("--count", "2", "--seed", "3", "--size", "160", "--pixel-size", "4", "--snr", "0.2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith("2 micrographs with "));
        Assert.That(run.Error, Is.Empty);
        MicrographHeader header = MicrographReader.ReadHeader(_folder["new/mic_001.mrc"]);
        Assert.That((header.Height, header.Width), Is.EqualTo((160, 160)));
        Assert.That(header.PixelSizeAngstrom, Is.EqualTo(4).Within(1e-6));
        Assert.That(
            (string[])[_folder["new/truth/mic_001.star"], _folder["new/micrographs.star"]], Has.All.Exist);
        Assert.That(File.ReadAllText(_folder["new/simulation.json"]), Does.Contain("\"SignalToNoise\": 0.2"));
    }

    [Test]
    public void A_crowded_field_of_a_given_number_can_be_asked_for()
    {
        CommandRun run = Simulate(
            "--count", "1", "--size", "512", "--pixel-size", "4.5", "--diameter", "150", "--snr", "0.03",
            "--particles", "140", "--distance", "1", "--packing", "relaxed");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith("1 micrograph with 140 particles of 150 A"));
        Assert.That(File.ReadAllText(_folder["new/simulation.json"]), Does.Contain("\"ParticleCount\": 140"));
    }

    [Test]
    public void Threads_do_not_change_the_files()
    {
        Simulate("--count", "1", "--size", "160", "--pixel-size", "4", "--threads", "1");
        byte[] one = File.ReadAllBytes(_folder["new/mic_000.mrc"]);
        Simulate("--count", "1", "--size", "160", "--pixel-size", "4", "--threads", "3");
        Assert.That(File.ReadAllBytes(_folder["new/mic_000.mrc"]), Is.EqualTo(one));
    }

    [TestCase("--count", "0")]
    [TestCase("--count", "1", "--snr", "0")]
    [TestCase("--count", "1", "--size", "12")]
    [TestCase("--count", "1", "--snr", "nan")]
    [TestCase("--count", "1", "--size", "128", "--diameter", "500")]
    [TestCase("--count", "1", "--packing", "dense")]
    [TestCase("--count", "1", "--particles", "-1")]
    [TestCase("--seed", "1")]
    public void Wrong_numbers_end_with_the_usage(params string[] options)
    {
        CommandRun run = Simulate(options);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("Usage: deepem simulate"));
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_a_failure_of_one_line()
    {
        _folder.Write("new", "text");
        CommandRun run = Simulate("--count", "1", "--size", "160", "--pixel-size", "4");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
    }

    private CommandRun Simulate(params string[] options) =>
        CommandRun.Of(["simulate", "--out", _folder["new"], .. options]);
}
