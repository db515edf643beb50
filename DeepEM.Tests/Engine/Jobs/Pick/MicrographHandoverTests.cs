using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

[TestFixture]
public sealed class MicrographHandoverTests
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(30);

    [Test]
    public void Micrographs_are_dealt_in_their_order_and_those_handed_back_first()
    {
        var deal = new MicrographHandover();
        deal.Add(Micrograph(1), CancellationToken.None);
        QueuedMicrograph first = deal.Take(CancellationToken.None)!;
        deal.Add(Micrograph(2), CancellationToken.None);
        deal.End();
        deal.Return(first);

        Assert.That(deal.Take(CancellationToken.None), Is.SameAs(first));
        Assert.That(deal.Take(CancellationToken.None)!.Number, Is.EqualTo(2));
        deal.Done();
        deal.Done();
        Assert.That(deal.Take(CancellationToken.None), Is.Null);
    }

    // The one who waits would be missing if the other's device failed on the last micrograph.
    [Test]
    public void Nobody_is_sent_home_while_one_may_be_handed_back()
    {
        var deal = new MicrographHandover();
        deal.Add(Micrograph(1), CancellationToken.None);
        deal.End();
        QueuedMicrograph last = deal.Take(CancellationToken.None)!;
        Task<QueuedMicrograph?> waiting = Task.Run(() => deal.Take(CancellationToken.None));
        Assert.That(waiting.Wait(TimeSpan.FromMilliseconds(50)), Is.False);

        deal.Return(last);
        Assert.That(waiting.Wait(_soon) && waiting.Result == last);
        waiting = Task.Run(() => deal.Take(CancellationToken.None));
        deal.Done();
        Assert.That(waiting.Wait(_soon) && waiting.Result is null);
    }

    [Test]
    public void Cancellation_ends_all_waiting()
    {
        using var source = new CancellationTokenSource();
        var deal = new MicrographHandover();
        Task<QueuedMicrograph?> taking = Task.Run(() => deal.Take(source.Token));
        var other = new MicrographHandover();
        other.Add(Micrograph(1), CancellationToken.None);
        Task adding = Task.Run(() => other.Add(Micrograph(2), source.Token));
        source.Cancel();

        Assert.That(taking.Wait(_soon) && taking.Result is null);
        Assert.That(() => adding.Wait(_soon), Throws.InnerException.InstanceOf<OperationCanceledException>());
    }

    private static QueuedMicrograph Micrograph(int number) => new(
        number, number, new MicrographSource("m.mrc", "m.mrc", null), "m", PickingFiles.Tables, Stamp: null);
}
