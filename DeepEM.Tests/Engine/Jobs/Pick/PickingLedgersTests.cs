using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

public sealed class PickingLedgersTests
{
    private static readonly PickingShard[] _shards = [new(0, 2), new(1, 2)];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_shards_have_finished_is_finished_for_all_who_begin_later()
    {
        Finish(_shards[0], "a", 1);
        Finish(_shards[1], "b", 2);
        Finish(null, "c", 3);

        foreach (PickingShard? shard in (PickingShard?[])[null, _shards[0], new PickingShard(4, 5)])
        {
            var ledgers = new PickingLedgers(_folder.Path, shard);
            string[] names = ["a", "b", "c", "d"];
            Assert.That(names.Select(name => Picks(ledgers, name)), Is.EqualTo([1, 2, 3, 0]));
        }
    }

    [Test]
    public void A_shard_writes_no_ledger_but_its_own()
    {
        Finish(_shards[0], "a", 1);
        byte[] before = File.ReadAllBytes(_folder["finished/ledger-0-of-2"]);
        Finish(_shards[1], "b", 2);

        Assert.That(File.ReadAllBytes(_folder["finished/ledger-0-of-2"]), Is.EqualTo(before));
        Assert.That(File.Exists(_folder["finished/ledger-1-of-2"]), Is.True);
        Assert.That(File.Exists(_folder["finished/ledger"]), Is.False);
    }

    [Test]
    public void A_micrograph_that_is_picked_anew_is_in_one_ledger()
    {
        Finish(_shards[0], "a", 1);
        Finish(_shards[0], "b", 1);
        Finish(null, "a", 7);

        Assert.That(new PickingLedger(_folder.Path, "ledger-0-of-2").Names, Is.EqualTo(["b"]));
        Assert.That(Picks(new PickingLedgers(_folder.Path), "a"), Is.EqualTo(7));
    }

    [Test]
    public void A_micrograph_that_another_run_began_is_not_finished()
    {
        Finish(_shards[0], "a", 1);
        new PickingLedgers(_folder.Path).Withdraw("a");

        Assert.That(Picks(new PickingLedgers(_folder.Path, _shards[0]), "a"), Is.Zero);
    }

    [Test]
    public void Scores_come_in_the_order_that_is_asked_for_whichever_ledger_has_them()
    {
        for (int i = 0; i < 12; i++)
        {
            Finish(_shards[i / 3 % 2], $"m{i}", 1, [i / 16f]);
        }

        var ledgers = new PickingLedgers(_folder.Path);
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"m{i}")];
        float[] expected = [.. Enumerable.Range(0, 12).Select(i => i / 16f)];
        Assert.That(ledgers.Scores(names).SelectMany(scores => scores), Is.EqualTo(expected));
        Assert.That(ledgers.Scores(names.Reverse()).SelectMany(scores => scores), Is.EqualTo(expected.Reverse()));
        Assert.That(
            ledgers.Figures(names.Select(name => (name.ToUpperInvariant(), name))).Select(each => each.Name),
            Is.EqualTo(names.Select(name => name.ToUpperInvariant())));
    }

    private void Finish(PickingShard? shard, string name, int picks, float[]? scores = null)
    {
        var ledgers = new PickingLedgers(_folder.Path, shard);
        ledgers.Withdraw(name);
        using OutputLock alone = ledgers.Lock();
        ledgers.Begin(name);
        ledgers.Keep(
            name,
            new PickingRecord(1, 2, PickingFiles.Tables, picks),
            new PickingFigures(1.5, 0.5f, 0, 0.1f, string.Empty),
            scores ?? []);
    }

    private static int Picks(PickingLedgers ledgers, string name) =>
        ledgers.TryFind(name, out PickingRecord record) ? record.Picks : 0;
}
