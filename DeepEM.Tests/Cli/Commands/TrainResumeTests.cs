using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Trainings of the real program that are stopped by signals, and gone on with.</summary>
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class TrainResumeTests
{
    private static readonly SmallData _data = SmallData.Shared;
    private ScratchFolder _folder = null!;

    private string Checkpoint => TrainingOutputs.Checkpoint(_folder["m.deepem"]);

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void Case_107_a_signal_saves_says_how_to_go_on_and_the_rest_gives_the_same_bytes(string signal, int code)
    {
        using (var process = DeepEmProcess.Start(Arguments("m.deepem", "--epochs", "3")))
        {
            Assert.That(process.WaitUntil(() => File.Exists(Checkpoint)), Is.True, "the training has begun");
            process.Signal(signal);
            (int Code, string Output, string Error) end = process.Wait();

            Assert.That(end.Code, Is.EqualTo(code), end.Error);
            Assert.That(
                end.Error,
                Is.EqualTo(
                    $"deepem train: interrupted; {Checkpoint} holds the training: run the same command with "
                    + "--resume to continue it"));
            Assert.That(_folder.Names(), Is.EqualTo(["m.deepem.checkpoint"]));
        }

        CommandRun rest = CommandRun.Of(Arguments("m.deepem", "--epochs", "3", "--resume"));
        Assert.That(rest.Code, Is.EqualTo(ExitCode.Success), rest.Error);
        Assert.That(rest.Error.Trim(), Does.Match($"^note: {Checkpoint}: resuming at round 1, step [0-9]+ of 144$"));
        AssertSameAsUnbroken("--epochs", "3");
    }

    // Saved after every step, so that the kill falls among writes; each run goes on from what the one before left.
    [Test]
    public void Killed_again_and_again_and_gone_on_with_gives_the_same_bytes()
    {
        var random = new Random(3);
        for (int kill = 0; kill < 3; kill++)
        {
            byte[] before = File.Exists(Checkpoint) ? File.ReadAllBytes(Checkpoint) : [];
            using var process = DeepEmProcess.Start(
                Arguments("m.deepem", "--epochs", "3", "--checkpoint-interval", "0", "--resume"));
            process.WaitUntil(() => File.Exists(Checkpoint) && !File.ReadAllBytes(Checkpoint).SequenceEqual(before));
            Thread.Sleep(random.Next(200));
            process.Signal("KILL");
            Assert.That(process.Wait().Code, Is.EqualTo(137).Or.EqualTo(0));
        }

        CommandRun rest = CommandRun.Of(Arguments("m.deepem", "--epochs", "3", "--resume"));
        Assert.That(rest.Code, Is.EqualTo(ExitCode.Success), rest.Error);
        AssertSameAsUnbroken("--epochs", "3");
    }

    [Test]
    public void Resuming_without_a_checkpoint_begins_anew_and_says_so()
    {
        CommandRun run = CommandRun.Of(Arguments("m.deepem", "--resume"));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            run.Error.Trim(),
            Is.EqualTo($"note: {Checkpoint}: no checkpoint is there: starting from the first step"));
        AssertSameAsUnbroken();
    }

    [Test]
    public void A_checkpoint_is_not_replaced_unasked()
    {
        string path = _folder.Write("m.deepem.checkpoint", "hours of work");
        CommandRun run = CommandRun.Of(Arguments("m.deepem"));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("--resume").And.Contain("--overwrite"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("hours of work"));
        Assert.That(_folder.Names(), Has.Length.EqualTo(1));

        Assert.That(CommandRun.Of(Arguments("m.deepem", "--overwrite")).Code, Is.EqualTo(ExitCode.Success));
        Assert.That(path, Does.Not.Exist);
    }

    [Test]
    public void A_damaged_checkpoint_is_a_failure_of_one_line()
    {
        _folder.Write("m.deepem.checkpoint", "hours of work");
        CommandRun run = CommandRun.Of(Arguments("m.deepem", "--resume"));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem train: {Checkpoint}: "));
    }

    [Test]
    public void Resuming_and_overwriting_at_once_is_a_mistake()
    {
        CommandRun run = CommandRun.Of(Arguments("m.deepem", "--resume", "--overwrite"));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain("--resume and --overwrite exclude each other"));
    }

    private void AssertSameAsUnbroken(params string[] options)
    {
        CommandRun whole = CommandRun.Of(Arguments("whole.deepem", options));
        Assert.That(whole.Code, Is.EqualTo(ExitCode.Success), whole.Error);
        foreach (string name in new[] { "{0}", "{0}.curve.csv", "{0}.curve.png" })
        {
            Assert.That(
                File.ReadAllBytes(_folder[name.Replace("{0}", "m.deepem")]),
                Is.EqualTo(File.ReadAllBytes(_folder[name.Replace("{0}", "whole.deepem")])),
                name);
        }

        Assert.That(_folder.Names().Where(name => !name.StartsWith(".deepem-", StringComparison.Ordinal)),
            Has.Exactly(10).Items, "no checkpoint is left");
    }

    private string[] Arguments(string model, params string[] options) =>
    [
        "train",
        _data.TrainingFolder,
        "--picks",
        SmallData.TruthOf(_data.TrainingFolder),
        "--diameter",
        "125",
        "--out",
        _folder[model],
        .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "1"],
        .. options,
    ];
}
