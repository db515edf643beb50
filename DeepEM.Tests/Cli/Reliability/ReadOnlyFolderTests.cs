using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>A folder that may not be written to is refused before the work, by every command that writes.</summary>
[NonParallelizable]
public sealed class ReadOnlyFolderTests
{
    private SmallInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new SmallInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Case_104_every_command_refuses_a_read_only_folder_in_one_line()
    {
        Directory.CreateDirectory(_inputs.Out);
        File.WriteAllText(Path.Combine(_inputs.Out, "m.deepem"), "the old model");
        FolderImage before = FolderImage.Of(_inputs.Out);
        using var mount = Mount.ReadOnly(_inputs.Out);
        string json = Path.Combine(_inputs.Out, "report.json");
        string below = Path.Combine(_inputs.Out, "new");
        string[][] commands =
        [
            _inputs.Train(1),
            _inputs.Pick(0.3),
            _inputs.Convert(0),
            ["simulate", "--out", _inputs.Out, "--count", "1"],
            ["simulate", "--out", below, "--count", "1"],
            ["demo", "--out", _inputs.Out],
            [
                "evaluate", "--truth", _inputs["picks"], "--picks", _inputs["picks"], "--diameter", "100",
                "--pixel-size", "1", "--json", json,
            ],
            ["bench", "--networks", "--json", json],
        ];
        foreach (string[] command in commands)
        {
            CommandRun run = CommandRun.Of(command);
            Assert.That(run.Code, Is.EqualTo(ExitCode.Failure), command[0]);
            Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem {command[0]}: {_inputs.Out}"), command[0]);
            Assert.That(run.Error, Does.Contain("Read-only file system").Or.Contain("permission denied"), command[0]);
            Assert.That(run.Output, Is.Empty, command[0]);
        }

        Assert.That(FolderImage.Of(_inputs.Out).Names, Is.EquivalentTo(before.Names));
    }
}
