using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class BenchCommandTests
{
    [TestCase("--frobnicate")]
    [TestCase("--seconds", "0")]
    [TestCase("--seconds", "nan")]
    [TestCase("--only", "A")]
    [TestCase("--networks", "--only", "D")]
    [TestCase("--json", "bench.json")]
    [TestCase("--scaling", "out", "--networks")]
    [TestCase("--scaling", "out", "--seconds", "1")]
    [TestCase("--device", "gpu")]
    [TestCase("extra")]
    public void A_wrong_option_exits_with_2(params string[] args)
    {
        CommandRun run = CommandRun.Of(["bench", .. args]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ErrorLines[0], Does.StartWith("deepem bench: "));
    }

    [Test]
    public void Networks_prints_and_writes_the_same_figures()
    {
        using ScratchFolder folder = new();
        string json = Path.Combine(folder.Path, "bench.json");

        CommandRun run = CommandRun.Of(
            "bench", "--networks", "--only", "A", "--seconds", "0.001", "--threads", "2", "--device", "cpu",
            "--json", json);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        string[] keys =
        [
            "A.train.patches_per_s", "A.infer.patches_per_s",
            "A.dense4.ms", "A.dense4.inside_ms", "A.dense1.ms", "A.dense1.inside_ms",
        ];
        foreach (string key in keys)
        {
            double value = document.RootElement.GetProperty(key).GetDouble();
            Assert.That(value, Is.Positive, key);
            Assert.That(double.IsFinite(value), key);
            Assert.That(run.Output, Does.Contain(key));
        }

        Assert.That(document.RootElement.GetProperty("threads").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public void A_device_that_is_not_there_exits_with_1()
    {
        CommandRun run = CommandRun.Of("bench", "--networks", "--device", "cuda:99");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
    }
}
