using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Reads micrographs ahead of those who pick them, one by one in their order.</summary>
/// <remarks>
/// Tasks of its own read, one where one worker picks, more where many do; for each at most one micrograph waits while
/// the next is read. Whoever picks takes the next that is ready, from any thread, so that several devices are served
/// from one queue (<see cref="MicrographHandover"/>). Pixels lie in buffers that go round: <see cref="Release"/> is to
/// be called for each micrograph that was taken. Buffers are dealt out in the order of the list: the earliest
/// micrograph under way always has one, so that those after it, which wait for it to be written, give theirs back.
/// </remarks>
internal sealed class MicrographQueue : IDisposable
{
    private readonly PickingIntake _intake;
    private readonly PickingRunSettings _settings;
    private readonly PickingModel _model;
    private readonly MaskFolder? _masks;
    private readonly BinnedReader[] _readers;
    private readonly MicrographBuffers _buffers;
    private readonly MicrographHandover _handover;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _order = new();
    private readonly Lock _doubting = new();
    private readonly IEnumerator<QueuedMicrograph> _micrographs;
    private readonly Task _reading;
    private (int Turn, Notice Notice)? _doubt;

    /// <summary>Begins to read.</summary>
    /// <param name="workers">Who will pick.</param>
    /// <param name="intake">Gives the micrographs to read.</param>
    /// <param name="settings">How they are read.</param>
    /// <param name="model">Says how they are binned.</param>
    /// <param name="masks">Masks of another program's, or null.</param>
    public MicrographQueue(
        IReadOnlyList<DeviceWorker> workers,
        PickingIntake intake,
        PickingRunSettings settings,
        PickingModel model,
        MaskFolder? masks)
    {
        (_intake, _settings, _model, _masks) = (intake, settings, model, masks);
        int readers = ReadersFor(workers.Count);
        _readers = [.. Enumerable.Range(0, readers).Select(_ => new BinnedReader(workers[0].Backend))];
        _handover = new MicrographHandover(readers);
        _micrographs = intake.Read(_stop.Token).GetEnumerator();

        // For each reader one is read and one waits; for each worker one is picked and one waits to be written. Full
        // images are large: of them, one is read for each that is picked.
        _buffers = new MicrographBuffers((2 * workers.Count) + (model.Method.SeesRaw ? 0 : 2 * readers));
        _reading = ReadAll();
    }

    /// <summary>What contradicts the pixel size of the first micrograph that something does; null for none. To be asked
    /// after <see cref="Stop"/>.</summary>
    public Notice? PixelSizeDoubt => _doubt?.Notice;

    /// <summary>Takes the next micrograph, waiting for it where need be.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>
    /// The micrograph, for which <see cref="Done"/> or <see cref="Return"/> is to be called; null when all are done or
    /// the waiting was ended.
    /// </returns>
    public QueuedMicrograph? Take(CancellationToken cancellation) => _handover.Take(cancellation);

    /// <inheritdoc cref="MicrographHandover.Done"/>
    public void Done() => _handover.Done();

    /// <inheritdoc cref="MicrographHandover.Return"/>
    public void Return(QueuedMicrograph micrograph) => _handover.Return(micrograph);

    /// <summary>Gives the buffers of a micrograph back; its pixels are not to be looked at any more.</summary>
    /// <param name="micrograph">A micrograph that was taken.</param>
    public void Release(QueuedMicrograph micrograph)
    {
        if (micrograph.Image is { } image)
        {
            _buffers.Return(image.Pixels);
        }

        micrograph.Picked?.Mask?.Recycle();
    }

    /// <summary>Ends the reading, after the micrograph under way, and waits until all that are known are counted.
    /// </summary>
    public void Stop()
    {
        _stop.Cancel();
        ((IAsyncResult)_reading).AsyncWaitHandle.WaitOne();
    }

    /// <summary>Throws what ended the stream of micrographs early, if anything did; after <see cref="Stop"/>.</summary>
    public void RequireWholeStream() => _reading.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _reading.Dispose();
        _micrographs.Dispose();
        foreach (BinnedReader reader in _readers)
        {
            reader.Dispose();
        }

        _buffers.Dispose();
        _stop.Dispose();
    }

    /// <summary>How many read at the same time: one for a worker or two, and no more than disks gain by.</summary>
    /// <param name="workers">How many pick.</param>
    internal static int ReadersFor(int workers) => Math.Clamp(workers / 2, 1, 4);

    private async Task ReadAll()
    {
        Task[] readers = [.. _readers.Select(reader => Task.Factory.StartNew(
            () => ReadAll(reader),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        try
        {
            await Task.WhenAll(readers).ConfigureAwait(false);
        }
        finally
        {
            _handover.End();
        }
    }

    private void ReadAll(BinnedReader reader)
    {
        while (Next(out float[]? buffer) is { } next)
        {
            try
            {
                _handover.Add(next.Then(micrograph => Read(micrograph, reader, buffer)), _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Nobody takes any more.
            }
        }
    }

    // The next to read, with a buffer for its pixels or in its place; null after the last. When nobody takes any more,
    // those that are known are still counted.
    private QueuedMicrograph? Next(out float[]? buffer)
    {
        buffer = null;
        lock (_order)
        {
            while (_micrographs.MoveNext())
            {
                try
                {
                    buffer = _buffers.Take(_stop.Token);
                    return _micrographs.Current;
                }
                catch (OperationCanceledException)
                {
                    // Counted, and not read.
                }
            }
        }

        return null;
    }

    private QueuedMicrograph Read(QueuedMicrograph micrograph, BinnedReader reader, float[]? buffer)
    {
        BinnedMicrograph? image = null;
        try
        {
            MicrographSource source = micrograph.Source;
            using var file = MicrographFile.Open(source.Path, _settings.Reading);
            MicrographHeader header = file.Header;
            double pixelSize = source.RequirePixelSize(_settings.PixelSizeAngstrom, header);
            Doubt(micrograph, header, pixelSize);
            int blocks = ModelFit.Of(_model, pixelSize, source.Path).Steps.Blocks;
            MicrographMask? mask = _masks?.Read(source.Stem, header.Height, header.Width);
            return micrograph with
            {
                PixelSizeAngstrom = pixelSize,
                GivenMask = mask,
                Image = image = reader.Read(file, blocks, buffer),
            };
        }
        finally
        {
            if (image is null)
            {
                _buffers.Return(buffer);
            }
        }
    }

    private void Doubt(QueuedMicrograph micrograph, MicrographHeader header, double pixelSize)
    {
        lock (_doubting)
        {
            if (_doubt is { } earlier && earlier.Turn < micrograph.Turn)
            {
                return;
            }

            string path = micrograph.Source.Path;
            Notice? notice = (_settings.PixelSizeAngstrom ?? micrograph.Source.PixelSizeAngstrom) is { } said
                ? PixelSizeCheck.AgainstHeader(path, said, header.PixelSizeAngstrom)
                : PixelSizeCheck.OfPlaceholder(
                    path,
                    pixelSize,
                    Math.Min(header.Height, header.Width),
                    _model.DiameterAngstrom,
                    _model.IsGeneral ? null : _model.PixelSizeAngstrom);
            _doubt = notice is null ? _doubt : (micrograph.Turn, notice);
        }
    }
}
