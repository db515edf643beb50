using DeepEM.Engine.Jobs.Pick.Shards;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick.Shards;

public sealed class PickingShardTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(40)]
    public void Every_micrograph_belongs_to_one_shard(int count)
    {
        PickingShard[] shards = [.. Enumerable.Range(0, count).Select(index => new PickingShard(index, count))];
        for (int place = 0; place < 200; place++)
        {
            PickingShard[] holders = [.. shards.Where(shard => shard.Holds(place))];
            Assert.That(holders.Select(shard => shard.Index), Is.EqualTo([PickingShard.Of(place, count)]));
        }
    }

    [Test]
    public void Batches_of_eight_are_dealt_out_in_turn()
    {
        PickingShard second = new(1, 3);

        Assert.That(
            Enumerable.Range(0, 40).Where(second.Holds),
            Is.EqualTo(Enumerable.Range(8, 8).Concat(Enumerable.Range(32, 8))));
    }

    [Test]
    public void The_number_of_micrographs_of_a_shard_is_what_counting_gives([Values(1, 3, 7)] int count)
    {
        for (int micrographs = 0; micrographs < 150; micrographs++)
        {
            for (int index = 0; index < count; index++)
            {
                PickingShard shard = new(index, count);
                Assert.That(
                    shard.CountIn(micrographs), Is.EqualTo(Enumerable.Range(0, micrographs).Count(shard.Holds)));
            }
        }
    }

    [TestCase(-1, 3)]
    [TestCase(3, 3)]
    [TestCase(0, 0)]
    public void A_shard_that_is_none_is_refused(int index, int count) =>
        Assert.That(() => new PickingShard(index, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
