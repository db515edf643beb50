using System.Diagnostics;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Picking;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Picks micrographs on one device or several, each worker taking the next when it has finished one.</summary>
/// <remarks>
/// A worker whose device fails hands its micrograph back for the others and takes no more; the run fails when none is
/// left.
/// </remarks>
/// <param name="workers">Who works, at least one.</param>
/// <param name="queue">Where micrographs come from.</param>
/// <param name="finisher">Where they go.</param>
internal sealed class PickingWorkers(
    IReadOnlyList<DeviceWorker> workers, MicrographQueue queue, PickingFinisher finisher)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DeviceFailedException> _failed = [];
    private readonly List<Notice> _notices = [];
    private int _working;

    /// <summary>What became of the devices, each a notice.</summary>
    public IEnumerable<Notice> Notices => _failed.Values
        .Select(failure => Notice.Warning(
            string.Empty, NoticeCode.Device, $"{failure.Message}; the other workers picked what it had begun"))
        .Concat(_notices.Distinct());

    /// <summary>Picks until there is nothing left, all at the same time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">How places become picks.</param>
    /// <param name="cancellation">Ends the work after the micrographs under way.</param>
    /// <exception cref="DeviceFailedException">No device is left.</exception>
    public void Run(PickingModel model, PickingSettings settings, CancellationToken cancellation)
    {
        _working = workers.Count;
        Task[] others = [.. workers.Skip(1).Select(worker => Task.Factory.StartNew(
            () => Work(worker, model, settings, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        try
        {
            Work(workers[0], model, settings, cancellation);
        }
        finally
        {
            Task.WaitAll(others, CancellationToken.None);
        }

        if (_working == 0)
        {
            throw _failed.Values.Last();
        }
    }

    private void Work(
        DeviceWorker worker, PickingModel model, PickingSettings settings, CancellationToken cancellation)
    {
        using var pickers = new PickerStore(worker.Backend, model, settings);
        while (!cancellation.IsCancellationRequested && queue.Take(cancellation) is { } next)
        {
            QueuedMicrograph picked = next.Then(micrograph => Pick(micrograph, pickers));
            if (next.Failure is null && picked.Failure?.SourceException is { } reason
                && DeviceFailure.Of(worker.Device, reason) is { } failure)
            {
                Leave(worker, failure);
                queue.Return(next);
                return;
            }

            bool isTaken = finisher.TryAdd(picked);
            queue.Done();
            if (!isTaken)
            {
                break;
            }
        }

        lock (_lock)
        {
            _notices.AddRange(pickers.Notices);
        }
    }

    private void Leave(DeviceWorker worker, DeviceFailedException failure)
    {
        lock (_lock)
        {
            _working--;
            _failed.TryAdd(worker.Device, failure);
        }
    }

    private static QueuedMicrograph Pick(QueuedMicrograph micrograph, PickerStore pickers)
    {
        long start = Stopwatch.GetTimestamp();
        PickedMicrograph picked = pickers
            .For(micrograph.PixelSizeAngstrom, micrograph.Source.Path)
            .Pick(micrograph.Image!, micrograph.GivenMask);
        return micrograph with { Picked = picked, PickingTime = Stopwatch.GetElapsedTime(start) };
    }
}
