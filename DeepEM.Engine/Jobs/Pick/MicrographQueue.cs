using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Reads micrographs ahead of those who pick them, one by one in their order.</summary>
/// <remarks>
/// A task of its own reads; at most one micrograph waits while the next is read. Whoever picks takes the next that is
/// ready, from any thread, so that several devices are served from one queue (<see cref="MicrographHandover"/>).
/// Pixels lie in buffers that go round: <see cref="Release"/> is to be called for each micrograph that was taken.
/// </remarks>
internal sealed class MicrographQueue : IDisposable
{
    private readonly PickingIntake _intake;
    private readonly PickingRunSettings _settings;
    private readonly PickingModel _model;
    private readonly MaskFolder? _masks;
    private readonly BinnedReader _reader;
    private readonly MicrographBuffers _buffers;
    private readonly MicrographHandover _handover = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

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
        _reader = new BinnedReader(workers[0].Backend);

        // One is read and one waits; for each worker one is picked and one waits to be written. Full images are large:
        // of them, one is read for each that is picked.
        bool areFull = _reader.ReadsInFull || model.Method.SeesRaw;
        _buffers = new MicrographBuffers((2 * workers.Count) + (areFull ? 0 : 2));
        _reading = Task.Factory.StartNew(
            ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What contradicts the pixel size of the first micrograph that something does; null for none. To be asked
    /// after <see cref="Stop"/>.</summary>
    public Notice? PixelSizeDoubt { get; private set; }

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
        _reader.Dispose();
        _buffers.Dispose();
        _stop.Dispose();
    }

    private void ReadAll()
    {
        try
        {
            foreach (QueuedMicrograph micrograph in _intake.Read(_stop.Token))
            {
                if (!_stop.IsCancellationRequested)
                {
                    HandOver(micrograph);
                }
            }
        }
        finally
        {
            _handover.End();
        }
    }

    private void HandOver(QueuedMicrograph micrograph)
    {
        try
        {
            _handover.Add(micrograph.Then(Read), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody takes any more.
        }
    }

    private QueuedMicrograph Read(QueuedMicrograph micrograph)
    {
        MicrographSource source = micrograph.Source;
        using var file = MicrographFile.Open(source.Path, _settings.Reading);
        MicrographHeader header = file.Header;
        double pixelSize = source.RequirePixelSize(_settings.PixelSizeAngstrom, header);
        PixelSizeDoubt ??= (_settings.PixelSizeAngstrom ?? source.PixelSizeAngstrom) is { } said
            ? PixelSizeCheck.AgainstHeader(source.Path, said, header.PixelSizeAngstrom)
            : PixelSizeCheck.OfPlaceholder(
                source.Path,
                pixelSize,
                Math.Min(header.Height, header.Width),
                _model.DiameterAngstrom,
                _model.IsGeneral ? null : _model.PixelSizeAngstrom);
        int blocks = ModelFit.Of(_model, pixelSize, source.Path).Steps.Blocks;
        return micrograph with
        {
            PixelSizeAngstrom = pixelSize,
            GivenMask = _masks?.Read(source.Stem, header.Height, header.Width),
            Image = Read(file, blocks),
        };
    }

    private BinnedMicrograph Read(MicrographFile file, int blocks)
    {
        float[]? buffer = _buffers.Take(_stop.Token);
        BinnedMicrograph? result = null;
        try
        {
            return result = _reader.Read(file, blocks, buffer);
        }
        finally
        {
            if (result is null)
            {
                _buffers.Return(buffer);
            }
        }
    }
}
