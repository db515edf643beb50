using DeepEM.Cli.Shell;
using DeepEM.Tests.Cli.Reliability;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class MergeCommandTests
{
    private ShardInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new ShardInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void A_folder_without_shards_is_refused_in_one_line()
    {
        CommandRun nothing = CommandRun.Of("merge", _inputs["mics"]);
        CommandRun nowhere = CommandRun.Of("merge", _inputs["nowhere"]);

        Assert.That((nothing.Code, nowhere.Code), Is.EqualTo((ExitCode.Failure, ExitCode.Failure)));
        Assert.That(nothing.ErrorLines.Single(), Does.EndWith(
            "holds no shards of a picking that have finished a micrograph"));
        Assert.That(nowhere.ErrorLines.Single(), Does.EndWith("no such folder"));
        Assert.That(Directory.GetFiles(_inputs["mics"]), Has.Length.EqualTo(ShardInputs.Micrographs));
    }

    [Test]
    public void What_is_missing_is_named_and_can_be_picked_from_its_list()
    {
        CommandRun shard = CommandRun.Of(_inputs.Pick("--shard", "0/3"));
        Assert.That(
            shard.Output, Does.Contain($"This is shard 0/3: when all have ended, 'deepem merge {_inputs.Out}'"));

        CommandRun merge = CommandRun.Of("merge", _inputs.Out);
        string missing = Path.Combine(_inputs.Out, "missing.txt");

        Assert.That(merge.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(merge.Output, Does.Contain("on 8 of 21 micrographs").And.Contain("13 micrographs missing"));
        Assert.That(merge.ErrorLines, Has.Length.EqualTo(13));
        Assert.That(merge.ErrorLines[0], Does.EndWith("m08.mrc: no shard has finished it"));
        CommandRun rest = CommandRun.Of(
            "pick", $"@{missing}", "--model", _inputs["model.deepem"], "--out", _inputs.Out, "--box");
        Assert.That(rest.Code, Is.EqualTo(ExitCode.Success), rest.Error);
        Assert.That(CommandRun.Of("merge", _inputs.Out).Code, Is.EqualTo(ExitCode.Success));
        Assert.That(File.Exists(missing), Is.False);
    }

    [Test]
    public void Tables_of_a_later_picking_with_other_settings_stay()
    {
        Assert.That(CommandRun.Of(_inputs.Pick("--shard", "0/3")).Code, Is.EqualTo(ExitCode.Success));
        Assert.That(CommandRun.Of(_inputs.Pick("--threshold", "0.9")).Code, Is.EqualTo(ExitCode.Success));
        string list = Path.Combine(_inputs.Out, "autopick.star");
        byte[] before = File.ReadAllBytes(list);

        CommandRun merge = CommandRun.Of("merge", _inputs.Out);

        Assert.That(merge.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(merge.ErrorLines.Single(), Does.EndWith("none of the micrographs of its shards is finished"));
        Assert.That(File.ReadAllBytes(list), Is.EqualTo(before));
    }

    [Test]
    public void Temporaries_of_the_dead_are_removed_once_all_is_finished()
    {
        string left = Path.Combine(_inputs.Out, ".deepem-0123.tmp");
        for (int i = 0; i < ShardInputs.Shards; i++)
        {
            Assert.That(CommandRun.Of(_inputs.Pick("--shard", $"{i}/3")).Code, Is.EqualTo(ExitCode.Success));
            File.WriteAllText(left, "half a file");
            Assert.That(CommandRun.Of("merge", _inputs.Out).Code, Is.EqualTo(
                i == 2 ? ExitCode.Success : ExitCode.PartialFailure));
            Assert.That(File.Exists(left), Is.EqualTo(i < 2));
        }
    }

    [TestCase("3/3")]
    [TestCase("1")]
    [TestCase("-1/2")]
    [TestCase("a/b")]
    public void A_shard_that_is_none_is_a_wrong_command_line(string shard)
    {
        CommandRun run = CommandRun.Of(_inputs.Pick($"--shard={shard}"));

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain($"--shard is '{shard}', expected I/N"));
    }
}
