using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>What the command refuses; the demonstration itself, smaller, is tested with the engine's workflows.
/// </summary>
public sealed class DemoCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void A_file_in_the_place_of_the_folder_is_a_failure_of_one_line()
    {
        string file = _folder.Write("file", "text");
        foreach (string path in (string[])[file, Path.Combine(file, "below")])
        {
            CommandRun run = CommandRun.Of("demo", "--out", path);
            Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
            Assert.That(run.ErrorLines.Single(), Does.Contain("is a file, expected a folder"));
        }

        Assert.That(_folder.Names(), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_missing_device_is_a_failure_before_anything_is_written()
    {
        CommandRun run = CommandRun.Of("demo", "--out", _folder["new"], "--device", "cuda:99");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("no device 'cuda:99'"));
        Assert.That(_folder.Names(), Is.Empty);
    }

    [TestCase("--seed", "one")]
    [TestCase("--threads", "0")]
    [TestCase("--out", "")]
    [TestCase("--size", "100")]
    public void Wrong_options_end_with_the_usage(string option, string value) =>
        Assert.That(CommandRun.Of("demo", option, value).Code, Is.EqualTo(ExitCode.Usage));
}
