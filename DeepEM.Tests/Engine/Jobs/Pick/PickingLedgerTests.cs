using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Picking;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>What is finished is known, with its scores, to whoever opens the folder later or works there too.</summary>
[Category(TestCategory.Smoke)]
public sealed class PickingLedgerTests
{
    private static readonly PickingFigures _figures = new(1.5, 0.5f, 0.25f, 2, "odd");

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_is_kept_is_found_with_its_scores_until_it_is_begun_again()
    {
        var ledger = new PickingLedger(_folder.Path);
        Keep(ledger, "a", 3, 0.5f, 0.25f);
        Keep(ledger, "grid/é", 4);
        foreach (PickingLedger each in (PickingLedger[])[ledger, new PickingLedger(_folder.Path)])
        {
            Assert.That(each.Names, Is.EquivalentTo(["a", "grid/é"]));
            Assert.That(each.TryFind("a", out PickingRecord record), Is.True);
            Assert.That(record, Is.EqualTo(Record(3)));
            Assert.That(each.Scores(["grid/é", "a", "none"]), Is.EqualTo((float[][])[[0.5f, 0.25f]]));
        }

        using (ledger.Lock())
        {
            ledger.Begin("a");
        }

        Assert.That(ledger.TryFind("a", out _), Is.False);
        Assert.That(new PickingLedger(_folder.Path).Names, Is.EqualTo(["grid/é"]));
    }

    [Test]
    public void Two_programs_know_of_each_other_when_they_write()
    {
        var one = new PickingLedger(_folder.Path);
        var other = new PickingLedger(_folder.Path);
        Keep(one, "a", 1, 0.1f);
        Keep(other, "a", 2, 0.2f);
        Keep(one, "b", 3, 0.3f);

        Assert.That(one.TryFind("a", out PickingRecord record), Is.True);
        Assert.That(record.Picks, Is.EqualTo(2));
        Assert.That(one.Scores(["a", "b"]), Is.EqualTo((float[][])[[0.2f], [0.3f]]));
        Assert.That(new PickingLedger(_folder.Path).Scores(["a", "b"]), Is.EqualTo((float[][])[[0.2f], [0.3f]]));
    }

    [Test]
    public void What_was_picked_again_and_again_does_not_make_the_file_grow_for_ever()
    {
        float[] scores = [.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f)];
        var ledger = new PickingLedger(_folder.Path);
        Keep(ledger, "b", 1, 0.5f);
        for (int again = 0; again < 6; again++)
        {
            Keep(ledger, "a", again, scores);
        }

        string path = _folder["finished/ledger"];
        long grown = new FileInfo(path).Length;
        var shortened = new PickingLedger(_folder.Path);
        Assert.That(new FileInfo(path).Length, Is.LessThan(grown / 5));
        Assert.That(shortened.Scores(["a", "b"]), Is.EqualTo((float[][])[scores, [0.5f]]));

        Keep(ledger, "c", 2, 0.75f);
        Assert.That(ledger.Scores(["b", "c"]), Is.EqualTo((float[][])[[0.5f], [0.75f]]));
        Keep(shortened, "d", 2, 0.25f);
        Assert.That(new PickingLedger(_folder.Path).Names, Is.EquivalentTo(["a", "b", "c", "d"]));
    }

    private static PickingRecord Record(int picks) => new(UInt128.MaxValue, 7, PickingFiles.Boxes, picks);

    [Test]
    public void Noise_is_read_back_beside_the_scores()
    {
        var ledger = new PickingLedger(_folder.Path);
        Keep(ledger, "c", 1, 0.125f);
        ledger.Keep("a", Record(1), _figures, [0.5f, 0.25f], new NoiseScores([0.75f], 1.5));
        ledger.Keep("b", Record(1), _figures, [], new NoiseScores([], 2));

        (float[] Scores, NoiseScores? Noise)[] read = [.. new PickingLedger(_folder.Path).WithNoise(["a", "b", "c"])];
        Assert.That(read.Select(each => each.Scores), Is.EqualTo((float[][])[[0.5f, 0.25f], [], [0.125f]]));
        Assert.That(read.Select(each => each.Noise?.Weight), Is.EqualTo((double?[])[1.5, 2, null]));
        Assert.That(read[0].Noise!.Merits.Single(), Is.EqualTo(0.75f));
    }

    private static void Keep(PickingLedger ledger, string name, int picks, params float[] scores)
    {
        using OutputLock alone = ledger.Lock();
        ledger.Begin(name);
        ledger.Keep(name, Record(picks), _figures, scores);
    }
}
