using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>Kernels are compiled in one order: by one worker of each device, device after device.</summary>
public sealed class FirstTurnsTests
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _notYet = TimeSpan.FromMilliseconds(50);

    [Test]
    public void One_worker_of_each_device_goes_first_device_after_device()
    {
        using IlgpuBackend device = IlgpuDevices.Create(BackendKind.IlgpuCpu, 0);
        DeviceWorker[] workers =
            [new("one", device), new("one", device), new("two", device), new("two", device)];
        var turns = new FirstTurns(workers);
        Task[] waiting = [.. workers.Select(worker => Task.Run(() => turns.Await(worker, CancellationToken.None)))];

        Assert.That(waiting[0].Wait(_soon));
        Assert.That(Task.WaitAny(waiting[1..], _notYet), Is.EqualTo(-1));
        turns.Pass(workers[0]);
        Assert.That(Task.WaitAll([waiting[1], waiting[2]], _soon));
        turns.Pass(workers[1]);
        Assert.That(waiting[3].Wait(_notYet), Is.False);
        turns.Pass(workers[2]);
        turns.Pass(workers[2]);
        Assert.That(waiting[3].Wait(_soon));
    }

    [Test]
    public void Workers_on_the_hosts_cores_wait_for_nobody()
    {
        using var host = new SimdBackend(1);
        DeviceWorker[] workers = [new("cpu", host), new("cpu", host)];
        var turns = new FirstTurns(workers);
        Assert.That(Task.Run(() => turns.Await(workers[1], CancellationToken.None)).Wait(_soon));
    }

    [Test]
    public void Cancellation_ends_the_waiting()
    {
        using IlgpuBackend device = IlgpuDevices.Create(BackendKind.IlgpuCpu, 0);
        using var source = new CancellationTokenSource();
        DeviceWorker[] workers = [new("one", device), new("one", device)];
        var turns = new FirstTurns(workers);
        var waiting = Task.Run(() => turns.Await(workers[1], source.Token));
        Assert.That(waiting.Wait(_notYet), Is.False);
        source.Cancel();
        Assert.That(waiting.Wait(_soon));
    }
}
