using System.Collections.Concurrent;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Bins micrographs band by band, from their files where that can be done.</summary>
/// <remarks>
/// A band of rows is read, measured and binned while it lies in the cache; the full image, sixteen times as large, is
/// never in memory. Bands are whole blocks of pixels and do not depend on the number of threads, and a micrograph in
/// memory goes through the same bands: the same bits each way. Only on a device whose operations several threads may
/// call at the same time (<see cref="IDevice.TakesConcurrentCalls"/>). Keeps buffers: one object serves one caller at a
/// time.
/// </remarks>
public sealed class BandedBinning : IDisposable
{
    // Of about this many rows; a band of a camera's image is then as large as the second-level cache.
    private const int AboutRows = 64;

    private readonly IComputeBackend _backend;
    private readonly ParallelOptions _threads;
    private readonly ConcurrentBag<Band> _bands = [];
    private BorderLines? _lines;
    private float[] _firsts = [];

    /// <summary>Makes ready.</summary>
    /// <param name="backend">The device; must outlive this object.</param>
    /// <param name="token">Ends a reading between two bands with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Its operations take one thread at a time.</exception>
    public BandedBinning(IComputeBackend backend, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        if (!backend.TakesConcurrentCalls)
        {
            throw new ArgumentException($"{backend.DeviceName} serves one thread at a time.", nameof(backend));
        }

        _backend = backend;
        _threads = new ParallelOptions { MaxDegreeOfParallelism = backend.Workers, CancellationToken = token };
    }

    private delegate long ReadRows(int firstRow, Span<float> rows);

    /// <summary>Reads and bins a micrograph.</summary>
    /// <param name="file">Its file; its pixels have not been read.</param>
    /// <param name="binning">Side of the blocks that are averaged, at least 1.</param>
    /// <param name="target">Used for the binned pixels where it has as many elements; null for a new array.</param>
    /// <returns>The micrograph.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public BinnedMicrograph Read(MicrographFile file, int binning, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binning);
        MicrographHeader header = file.Header;
        if (file.HasRowAccess)
        {
            BinnedMicrograph binned = Bin(
                header.Path, (header.Height, header.Width), binning, target, file.ReadRows, out long damaged);
            file.RequireUnchanged();
            if (damaged == 0)
            {
                return binned with { Warnings = [.. header.Warnings, .. Flat(header)] };
            }

            target = binned.Pixels;
        }

        return Bin(file.Read(), binning, target);
    }

    /// <summary>Bins a micrograph that has been read.</summary>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="binning">Side of the blocks that are averaged, at least 1.</param>
    /// <param name="target">Used for the binned pixels where it has as many elements; null for a new array.</param>
    /// <returns>The same, binned.</returns>
    public BinnedMicrograph Bin(Micrograph micrograph, int binning, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binning);
        BinnedMicrograph binned = Bin(
            micrograph.Path,
            (micrograph.Height, micrograph.Width),
            binning,
            target,
            (first, rows) =>
            {
                micrograph.Pixels.AsSpan(first * micrograph.Width, rows.Length).CopyTo(rows);
                return 0;
            },
            out _);
        return binned with { Warnings = micrograph.Warnings };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Band band in _bands)
        {
            band.Dispose();
        }

        _bands.Clear();
    }

    private BinnedMicrograph Bin(
        string path,
        (int Height, int Width) extents,
        int binning,
        float[]? target,
        ReadRows read,
        out long damaged)
    {
        (int height, int width) = extents;
        int bandRows = Math.Max(1, AboutRows / binning) * binning;
        int bands = (height + bandRows - 1) / bandRows;
        int binnedWidth = (width + binning - 1) / binning;
        int length = checked((height + binning - 1) / binning * binnedWidth);
        float[] pixels = target?.Length == length ? target : new float[length];
        if (_lines?.Suits(height, width, bands) != true)
        {
            (_lines, _firsts) = (new BorderLines(height, width, bands), new float[bands]);
        }

        long found = 0;
        ParallelLoop.For(bands, _threads, i =>
        {
            int first = i * bandRows;
            int rows = Math.Min(bandRows, height - first);
            Band band = Take(rows, width, binning);
            Span<float> there = band.Pixels.AsSpan(0, Math.Min(rows + 1, height - first) * width);
            try
            {
                Interlocked.Add(ref found, read(first, there));
                _lines.Measure(i, first, rows, there);
                _firsts[i] = there.ContainsAnyExcept(there[0]) ? float.NaN : there[0];
                Bin(band, pixels.AsSpan(first / binning * binnedWidth));
            }
            finally
            {
                _bands.Add(band);
            }
        });
        damaged = found;
        return new BinnedMicrograph(path, pixels, height, width, binning) { Border = _lines.Border() };
    }

    private void Bin(Band band, Span<float> target)
    {
        Span<float> rows = band.Pixels.AsSpan(0, band.Rows * band.Width);
        if (band.Binning == 1)
        {
            rows.CopyTo(target);
            return;
        }

        band.Image.Upload(rows);
        _backend.Maps.Binning(band.Image, band.Binned, band.Rows, band.Width, band.Binning);
        band.Binned.Download(target[..(int)band.Binned.Length]);
    }

    // A band of flat ones is flat through to its last row, which is the first of the next.
    private IEnumerable<Notice> Flat(MicrographHeader header)
    {
        if ((long)header.Height * header.Width > 1 && !Array.Exists(_firsts, float.IsNaN))
        {
            yield return MicrographFile.Flat(header.Path, _firsts[0]);
        }
    }

    private Band Take(int rows, int width, int binning)
    {
        while (_bands.TryTake(out Band? band))
        {
            if ((band.Rows, band.Width, band.Binning) == (rows, width, binning))
            {
                return band;
            }

            band.Dispose();
        }

        return new Band(_backend, rows, width, binning);
    }

    private sealed class Band(IComputeBackend backend, int rows, int width, int binning) : IDisposable
    {
        public int Rows => rows;

        public int Width => width;

        public int Binning => binning;

        // One row more, for the difference of the last row and the next.
        public float[] Pixels { get; } = GC.AllocateUninitializedArray<float>(checked((rows + 1) * width));

        public Tensor Image { get; } =
            backend.AllocateImages(new ImageShape(1, 1, rows, width), ImageLayout.Micrograph);

        public Tensor Binned { get; } = backend.AllocateImages(
            new ImageShape(1, 1, (rows + binning - 1) / binning, (width + binning - 1) / binning),
            ImageLayout.Micrograph);

        public void Dispose()
        {
            Image.Dispose();
            Binned.Dispose();
        }
    }
}
