using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>One at a time.</summary>
public sealed class OutputLockTests
{
    [Test]
    public void Whoever_comes_second_waits()
    {
        using ScratchFolder folder = new();
        int inside = 0;
        int most = 0;
        Parallel.For(0, 20, _ =>
        {
            using OutputLock alone = OutputLock.Take(folder[".lock"]);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Sleep(1);
            Interlocked.Decrement(ref inside);
        });
        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public void A_lock_is_shared_by_those_who_share_it_and_by_nobody_else()
    {
        using ScratchFolder folder = new();
        string path = folder[".lock"];
        OutputLock? one = OutputLock.TryTake(path, isShared: true);
        OutputLock? other = OutputLock.TryTake(path, isShared: true);
        Assert.That(one, Is.Not.Null);
        Assert.That(other, Is.Not.Null);
        Assert.That(OutputLock.TryTake(path), Is.Null);
        one?.Dispose();
        Assert.That(OutputLock.TryTake(path), Is.Null);
        other?.Dispose();

        using OutputLock? alone = OutputLock.TryTake(path);
        Assert.That(alone, Is.Not.Null);
        Assert.That(OutputLock.TryTake(path, isShared: true), Is.Null);
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named_in_one_line()
    {
        using ScratchFolder folder = new();
        string path = folder["none/.lock"];
        Assert.That(
            () => OutputLock.Take(path),
            Throws.TypeOf<IOException>().With.Message.EqualTo($"{path}: its directory does not exist"));
    }
}
