using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>Shards of a picking, each a process of its own, give together what one process gives.</summary>
[NonParallelizable]
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class ShardTests
{
    private ShardInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new ShardInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Three_shards_of_which_one_is_killed_and_run_again_leave_the_bytes_of_one_process()
    {
        FolderImage whole = _inputs.OfOneProcess();
        using (var killed = DeepEmProcess.Start(Shard(1)))
        using (var first = DeepEmProcess.Start(Shard(0)))
        {
            Assert.That(killed.WaitUntil(() => Finished(1) > 0), Is.True, "the shard has begun");
            killed.Signal("KILL");
            Assert.That(killed.Wait().Code, Is.EqualTo(128 + 9));
            Assert.That(first.Wait().Code, Is.Zero);
        }

        Assert.That(File.Exists(Path.Combine(_inputs.Out, "autopick.star")), Is.False);
        int before = Finished(1);
        Assert.That(before, Is.LessThan(8), "it was killed before its end");
        CommandRun early = CommandRun.Of("merge", _inputs.Out);
        Assert.That(early.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(
            File.ReadAllLines(Path.Combine(_inputs.Out, "missing.txt")),
            Has.Length.EqualTo(ShardInputs.Micrographs - 8 - before));

        CommandRun again = CommandRun.Of(Shard(1));
        Assert.That(again.Code, Is.EqualTo(ExitCode.Success), again.Error);
        Assert.That(again.Output, Does.Contain("on 8 micrographs").And.Contain($"Skipped {before} micrograph"));
        Assert.That(CommandRun.Of(Shard(2)).Code, Is.EqualTo(ExitCode.Success));
        CommandRun merge = CommandRun.Of("merge", _inputs.Out);

        Assert.That(merge.Code, Is.EqualTo(ExitCode.Success), merge.Error);
        Assert.That(
            merge.Output, Does.Contain($"on {ShardInputs.Micrographs} of {ShardInputs.Micrographs} micrographs"));
        Assert.That(Enumerable.Range(0, 3).Select(Finished), Is.EqualTo([8, 8, 5]), "every micrograph once");
        RequireSame(FolderImage.Of(_inputs.Out), whole);
        Assert.That(FolderImage.Temporaries(_inputs.Out), Is.Zero);
    }

    [Test]
    public void A_run_without_shards_goes_on_where_shards_have_ended()
    {
        FolderImage whole = _inputs.OfOneProcess();
        Assert.That(CommandRun.Of(Shard(0)).Code, Is.EqualTo(ExitCode.Success));

        CommandRun rest = CommandRun.Of(_inputs.Pick());

        Assert.That(rest.Output, Does.Contain("Skipped 8 micrographs"), rest.Error);
        RequireSame(FolderImage.Of(_inputs.Out), whole);
    }

    [Test]
    public void Another_number_of_shards_picks_nothing_twice()
    {
        Assert.That(CommandRun.Of(Shard(0)).Code, Is.EqualTo(ExitCode.Success));

        CommandRun half = CommandRun.Of(_inputs.Pick("--shard", "0/2"));

        Assert.That(half.Output, Does.Contain("on 13 micrographs").And.Contain("Skipped 8 micrographs"), half.Error);
    }

    [Test]
    public void Other_settings_pick_anew_what_shards_have_finished_with_others()
    {
        FolderImage strict = _inputs.OfOneProcess("--threshold", "0.9");
        for (int i = 0; i < ShardInputs.Shards; i++)
        {
            Assert.That(CommandRun.Of(Shard(i)).Code, Is.EqualTo(ExitCode.Success));
        }

        CommandRun anew = CommandRun.Of(_inputs.Pick("--threshold", "0.9"));

        Assert.That(anew.Output, Does.Not.Contain("Skipped"), anew.Error);
        RequireSame(FolderImage.Of(_inputs.Out), strict);
        Assert.That(CommandRun.Of(Shard(1)).Output, Does.Not.Contain("Skipped"));
    }

    [Test]
    public void Every_shard_looks_at_the_same_micrographs_before_it_begins()
    {
        // Each in a folder of its own, where it finds nothing that another has found out.
        string[] surveys =
        [
            .. Enumerable.Range(0, 2).Select(shard =>
            {
                string folder = _inputs[$"alone{shard}"];
                CommandRun run = CommandRun.Of(
                    "pick", _inputs["mics"], "--diameter", "125", "--out", folder, "--shard", $"{shard}/3");
                Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
                return File.ReadAllText(Path.Combine(folder, "finished", "survey.json"));
            }),
        ];

        Assert.That(surveys[1], Is.EqualTo(surveys[0]));
        Assert.That(
            JsonDocument.Parse(surveys[0]).RootElement.GetProperty("looked_at").GetArrayLength(), Is.Positive);
    }

    private static void RequireSame(FolderImage now, FolderImage whole)
    {
        Assert.That(ShardInputs.Compared(now), Is.EquivalentTo(ShardInputs.Compared(whole)));
        Assert.That(ShardInputs.Compared(now).Where(name => !now.HasSame(name, whole)), Is.Empty);
    }

    private string[] Shard(int index) => _inputs.Pick("--shard", $"{index}/{ShardInputs.Shards}");

    private int Finished(int shard) =>
        new PickingLedger(_inputs.Out, $"ledger-{shard}-of-{ShardInputs.Shards}").Names.Count;
}
