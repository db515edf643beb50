using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Reads micrographs ahead of those who pick them, one by one in their order.</summary>
/// <remarks>
/// A task of its own reads; at most one micrograph waits while the next is read. Whoever picks takes the next that is
/// ready, from any thread, so that several devices are served from one queue (<see cref="MicrographHandover"/>).
/// Micrographs that are not picked from their full pixels are binned while they are read
/// (<see cref="BandedBinning"/>). Pixels lie in buffers that go round: <see cref="Release"/> is to be called for each
/// micrograph that was taken.
/// </remarks>
internal sealed class MicrographQueue : IDisposable
{
    private readonly IReadOnlyList<MicrographSource> _sources;
    private readonly PickingRunSettings _settings;
    private readonly PickerFactory _pickers;
    private readonly MaskFolder? _masks;
    private readonly BandedBinning? _binning;
    private readonly MicrographBuffers _binned;
    private readonly MicrographBuffers _whole;
    private readonly MicrographHandover _deal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="workers">Who will pick.</param>
    /// <param name="sources">All micrographs.</param>
    /// <param name="numbers">Those to read, by their places, in order.</param>
    /// <param name="settings">How they are read, and which are drawn.</param>
    /// <param name="pickers">Says how they are binned.</param>
    /// <param name="masks">Masks of another program's, or null.</param>
    public MicrographQueue(
        IReadOnlyList<DeviceWorker> workers,
        IReadOnlyList<MicrographSource> sources,
        IReadOnlyList<int> numbers,
        PickingRunSettings settings,
        PickerFactory pickers,
        MaskFolder? masks)
    {
        (_sources, _settings, _pickers, _masks) = (sources, settings, pickers, masks);
        IComputeBackend backend = workers[0].Backend;
        _binning = pickers.TakesBinned && backend.TakesConcurrentCalls ? new BandedBinning(backend) : null;

        // One is read and one waits; for each worker one is picked and one waits to be written. Full images are large:
        // of them, one is read for each that is picked.
        _binned = new MicrographBuffers(2 + (2 * workers.Count));
        _whole = new MicrographBuffers(2 * workers.Count);
        _reading = Task.Factory.StartNew(
            () => ReadAll(numbers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes the next micrograph, waiting for it where need be.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>
    /// The micrograph, for which <see cref="Done"/> or <see cref="Return"/> is to be called; null when all are done or
    /// the waiting was ended.
    /// </returns>
    public QueuedMicrograph? Take(CancellationToken cancellation) => _deal.Take(cancellation);

    /// <inheritdoc cref="MicrographHandover.Done"/>
    public void Done() => _deal.Done();

    /// <inheritdoc cref="MicrographHandover.Return"/>
    public void Return(QueuedMicrograph micrograph) => _deal.Return(micrograph);

    /// <summary>Gives the buffers of a micrograph back; its pixels are not to be looked at any more.</summary>
    /// <param name="micrograph">A micrograph that was taken.</param>
    public void Release(QueuedMicrograph micrograph)
    {
        if (micrograph.Whole is { } whole)
        {
            _whole.Return(whole.Pixels);
        }

        if (micrograph.Binned is { } binned)
        {
            _binned.Return(binned.Pixels);
        }

        micrograph.Picked?.Mask?.Recycle();
    }

    /// <summary>Ends the reading, after the micrograph under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _reading.Dispose();
        _binning?.Dispose();
        _binned.Dispose();
        _whole.Dispose();
        _stop.Dispose();
    }

    private void ReadAll(IReadOnlyList<int> numbers)
    {
        try
        {
            foreach (int i in numbers)
            {
                _deal.Add(new QueuedMicrograph(i).Then(Read), _stop.Token);
            }

            _deal.End();
        }
        catch (OperationCanceledException)
        {
            // Nobody takes any more.
        }
    }

    private QueuedMicrograph Read(QueuedMicrograph micrograph)
    {
        MicrographSource source = _sources[micrograph.Number];
        using MicrographFile file = MicrographFile.Open(source.Path, _settings.Reading);
        MicrographHeader header = file.Header;
        double pixelSize = _settings.PixelSizeAngstrom ?? source.PixelSizeAngstrom ?? header.PixelSizeAngstrom
            ?? throw new InvalidFileException(
                source.Path, "the pixel size is not known", code: NoticeCode.PixelSizeUnknown);
        int binning = _pickers.Binning(pixelSize, source.Path);
        QueuedMicrograph read = micrograph with
        {
            PixelSizeAngstrom = pixelSize,
            GivenMask = _masks?.Read(source.Stem, header.Height, header.Width),
        };
        return _binning is { } bands
            ? read with { Binned = With(_binned, buffer => bands.Read(file, binning, buffer)) }
            : read with { Whole = With(_whole, file.Read) };
    }

    private T With<T>(MicrographBuffers buffers, Func<float[]?, T> read)
        where T : class
    {
        float[]? buffer = buffers.Take(_stop.Token);
        T? result = null;
        try
        {
            return result = read(buffer);
        }
        finally
        {
            if (result is null)
            {
                buffers.Return(buffer);
            }
        }
    }
}
