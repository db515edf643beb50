using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Tests.Cli.Reliability;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Cluster;

/// <summary>A picking on a real SLURM, which the test starts.</summary>
[NonParallelizable]
[Platform(Include = "Linux", Reason = "SLURM and /proc.")]
public sealed class SlurmClusterTests
{
    private ShardInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new ShardInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void An_array_with_a_killed_task_is_made_whole_by_the_same_command()
    {
        string[] missing = [.. LocalSlurm.Missing];
        if (missing.Length > 0)
        {
            Assert.Ignore($"Not here: {string.Join(", ", missing)}. Debian has SLURM as slurm-wlm and munge.");
        }

        // Eight orientations: slow enough to be killed in time.
        FolderImage whole = _inputs.OfOneProcess("--turns", "8");
        using ScratchFolder folder = new();
        using LocalSlurm slurm = new(folder.Path);

        string first = Submit(slurm);
        Assert.That(first, Does.Match("^21 micrographs in 3 shards; .*\nSubmitted job [0-9]+: 3 tasks \\(0-2\\)"));
        Assert.That(Submit(slurm), Does.Contain("3 tasks of an earlier submission still wait or run: 0-2").And.Not
            .Contain("Submitted"));
        Kill(shard: 0);
        slurm.WaitForAll();

        int before = Finished(0);
        Assert.That(before, Is.LessThan(8), "it was killed before its end\n" + Logs());
        Assert.That(
            File.ReadAllLines(Path.Combine(_inputs.Out, "missing.txt")), Has.Length.EqualTo(8 - before), Logs());
        Assert.That(Submit(slurm), Does.Contain($": 1 task (0) for {8 - before} micrograph"));
        slurm.WaitForAll();

        FolderImage now = FolderImage.Of(_inputs.Out);
        Assert.That(Enumerable.Range(0, 3).Select(Finished), Is.EqualTo([8, 8, 5]), "every micrograph once");
        Assert.That(ShardInputs.Compared(now), Is.EquivalentTo(ShardInputs.Compared(whole)), Logs());
        Assert.That(ShardInputs.Compared(now).Where(name => !now.HasSame(name, whole)), Is.Empty);
        Assert.That(Submit(slurm), Does.Contain("All micrographs are finished. Submitted job "));
        TestContext.Out.WriteLine(first);
        TestContext.Out.WriteLine(Logs());
    }

    private string Submit(LocalSlurm slurm)
    {
        string[] words =
        [
            "slurm", .. _inputs.Pick("--turns", "8", "--tasks", "3", "--threads", "1", "--sbatch", "--mem=300"),
        ];
        using var process = DeepEmProcess.Start(slurm.Environment, words);
        (int code, string output, string error) = process.Wait();
        Assert.That(code, Is.Zero, error);
        return output;
    }

    // As a node's memory killer does: the task's own process, once it has finished a micrograph.
    private void Kill(int shard)
    {
        long start = Stopwatch.GetTimestamp();
        while (Finished(shard) == 0)
        {
            Assert.That(Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(60), Logs());
            Thread.Sleep(10);
        }

        string id = Directory.GetDirectories("/proc").Select(Path.GetFileName).OfType<string>()
            .Where(name => name.All(char.IsAsciiDigit)).Single(name => IsTask(name, shard));
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        process.Kill();
    }

    private bool IsTask(string process, int shard)
    {
        try
        {
            string[] words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return words.Contains(_inputs.Out) && words.Contains($"{shard}/3");
        }
        catch (IOException)
        {
            // It has ended since.
            return false;
        }
    }

    private int Finished(int shard) => new PickingLedger(_inputs.Out, $"ledger-{shard}-of-3").Names.Count;

    private string Logs() => string.Join('\n', Directory.GetFiles(Path.Combine(_inputs.Out, "slurm"), "*.log")
        .Select(log => $"{Path.GetFileName(log)}:\n{File.ReadAllText(log)}"));
}
