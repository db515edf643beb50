using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>Scores every window of a grid over prepared micrographs, as a whole or tile by tile.</summary>
/// <remarks>
/// The grid covers the micrograph to its very edge: outside of it the image is continued by reflection. Tiles overlap
/// by the window, so that a score is the same number whatever the tile it falls into; the backend's workers share each
/// tile. On a device a tile takes up to half of the memory that is free; where that turns out to be too much, tiles of
/// half the side are tried, down to the smallest. Buffers are kept between micrographs of one size; one object serves
/// one caller at a time.
/// </remarks>
public sealed class DenseScorer : IDisposable
{
    // The other half is for what else is on the device, and for what operations need between their passes.
    private const int ShareOfMemory = 2;

    // Kernels count values in 32 bits.
    private const long LargestTensorBytes = sizeof(float) * (int.MaxValue - 1024L);

    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly IReadOnlyList<NetworkParameters> _parameters;
    private readonly int _stride;
    private readonly long _mostBytes;
    private int? _tile;
    private (int Rows, int Columns) _size;
    private TileGrid _tiles;
    private DenseNetwork? _dense;
    private float[] _logits = [];
    private int? _refused;

    /// <summary>Scores with one network, or with the mean of the logits of several.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="parameters">
    /// Its parameters on that device, one set or several; they must outlive this object.
    /// </param>
    /// <param name="stride">Distance of neighbouring windows, pixels of the prepared micrograph.</param>
    /// <param name="tile">
    /// Windows along the side of a tile, rounded up to what the network needs; null for what suits the device.
    /// </param>
    /// <param name="mostBytes">Most memory of the device for a tile; null for half of what is free.</param>
    public DenseScorer(
        IComputeBackend backend,
        NetworkDescription network,
        IReadOnlyList<NetworkParameters> parameters,
        int stride,
        int? tile = null,
        long? mostBytes = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        if (tile is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tile.Value, nameof(tile));
        }

        // Refuses a stride that does not suit the network.
        DenseNetwork.FragmentsPerSide(network, stride);
        _backend = backend;
        _network = network;
        _parameters = parameters;
        _stride = stride;
        _tile = tile;
        _mostBytes = mostBytes ?? long.MaxValue;
    }

    /// <summary>What a user should know about the memory of the device; null where there was enough.</summary>
    public Notice? Notice => _refused is { } side
        ? Foundation.Notices.Notice.Warning(
            string.Empty,
            NoticeCode.Device,
            $"{_backend.DeviceName} ran out of memory with tiles of {side} windows: continued with smaller tiles "
            + $"({Math.Max(_tiles.Rows, _tiles.Columns)}), slower, with the same picks")
        : null;

    /// <summary>Rows and columns of windows of a tile of the last micrograph.</summary>
    internal (int Rows, int Columns) Tile => (_tiles.Rows, _tiles.Columns);

    // Pixels of a window before the one that its centre is taken for.
    private int Margin => (_network.InputSide - 1) / 2;

    /// <summary>Scores a micrograph.</summary>
    /// <param name="micrograph">The prepared micrograph.</param>
    /// <param name="target">Used for the logits where it has as many elements; null for a new array.</param>
    /// <returns>The logits of windows centred everywhere on the micrograph.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room for the smallest tile.</exception>
    public ScoreMap Score(PreparedMicrograph micrograph, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);

        // Window w begins at w·stride − Margin; the first centre lies within half a pixel of pixel 0.
        double first = ((_network.InputSide - 1) / 2.0) - Margin;
        int rows = ((micrograph.Height - 1) / _stride) + 1;
        int columns = ((micrograph.Width - 1) / _stride) + 1;
        int length = checked(rows * columns);
        float[] logits = target?.Length == length ? target : new float[length];
        bool isDone = false;
        while (!isDone)
        {
            try
            {
                ScoreTiles(micrograph, logits, rows, columns);
                isDone = true;
            }
            catch (DeviceOutOfMemoryException) when (TryHalveTiles())
            {
                // All over again: there is nothing in a tile that was not finished.
            }
        }

        return new ScoreMap(logits, rows, columns, _stride, first, first);
    }

    /// <inheritdoc/>
    public void Dispose() => _dense?.Dispose();

    private void ScoreTiles(PreparedMicrograph micrograph, float[] logits, int rows, int columns)
    {
        DenseNetwork dense = Suiting(rows, columns);
        bool isWhole = (dense.Rows, dense.Columns) == (rows, columns);
        for (int tile = 0; tile < _tiles.Down * _tiles.Across; tile++)
        {
            int firstRow = tile / _tiles.Across * _tiles.Rows;
            int firstColumn = tile % _tiles.Across * _tiles.Columns;
            (int top, int left) = ((firstRow * _stride) - Margin, (firstColumn * _stride) - Margin);
            dense.Load((row, pixels) => Cut(micrograph, top + row, left, dense.InputWidth, pixels));
            for (int k = 0; k < _parameters.Count; k++)
            {
                // A whole micrograph's first scores need no copy.
                float[] scores = isWhole && k == 0 ? logits : _logits;
                dense.Score(_parameters[k], scores);
                if (scores != logits)
                {
                    Add(firstRow, firstColumn, isFirst: k == 0, logits, rows, columns);
                }
            }
        }

        if (_parameters.Count > 1)
        {
            float share = 1f / _parameters.Count;
            for (int i = 0; i < logits.Length; i++)
            {
                logits[i] *= share;
            }
        }
    }

    private void Add(int firstRow, int firstColumn, bool isFirst, float[] logits, int rows, int columns)
    {
        int count = Math.Min(_tiles.Columns, columns - firstColumn);
        for (int i = 0; i < Math.Min(_tiles.Rows, rows - firstRow); i++)
        {
            ReadOnlySpan<float> scores = _logits.AsSpan(i * _tiles.Columns, count);
            Span<float> target = logits.AsSpan(((firstRow + i) * columns) + firstColumn, count);
            if (isFirst)
            {
                scores.CopyTo(target);
                continue;
            }

            for (int j = 0; j < count; j++)
            {
                target[j] += scores[j];
            }
        }
    }

    private DenseNetwork Suiting(int rows, int columns)
    {
        if (_size != (rows, columns))
        {
            _size = (rows, columns);
            _tiles = Tiles(rows, columns);
        }

        if (_dense is null || (_dense.Rows, _dense.Columns) != (_tiles.Rows, _tiles.Columns))
        {
            _dense?.Dispose();
            _dense = null;
            _dense = new DenseNetwork(_backend, _network, _stride, _tiles.Rows, _tiles.Columns);
            _logits = new float[checked(_tiles.Rows * _tiles.Columns)];
        }

        return _dense;
    }

    private TileGrid Tiles(int rows, int columns)
    {
        if (_tile is int side)
        {
            return TileGrid.Square(_network, _stride, rows, columns, side);
        }

        if (_backend.Bands is not null)
        {
            return TileGrid.Fitting(_network, _stride, rows, columns);
        }

        // What this object holds makes room for the next tiles.
        long held = _dense is null
            ? 0
            : WholeDensePass.Bytes(new DensePlan(_network, _stride, _dense.Rows, _dense.Columns));
        DeviceMemory memory = _backend.Memory;
        long bytes = Math.Min(_mostBytes, (memory.FreeBytes + held) / ShareOfMemory);
        return TileGrid.Within(
            _network,
            _stride,
            rows,
            columns,
            new DeviceMemory(bytes, Math.Min(memory.LargestBytes + held, LargestTensorBytes)));
    }

    private bool TryHalveTiles()
    {
        int side = Math.Max(_tiles.Rows, _tiles.Columns);
        int fragments = DenseNetwork.FragmentsPerSide(_network, _stride);
        if (side <= fragments)
        {
            return false;
        }

        _refused ??= side;
        _tile = Math.Max(fragments, side / 2 / fragments * fragments);
        _size = default;
        _dense?.Dispose();
        _dense = null;
        return true;
    }

    private static void Cut(PreparedMicrograph micrograph, int top, int left, int width, Span<float> pixels)
    {
        int inside = Math.Clamp(-left, 0, width);
        int outside = Math.Clamp(micrograph.Width - left, inside, width);
        for (int y = top; pixels.Length > 0; y++)
        {
            int row = Reflection.Fold(y, micrograph.Height) * micrograph.Width;
            ReadOnlySpan<float> source = micrograph.Pixels.AsSpan(row, micrograph.Width);
            for (int j = 0; j < inside; j++)
            {
                pixels[j] = source[Reflection.Fold(left + j, source.Length)];
            }

            source[(left + inside)..(left + outside)].CopyTo(pixels[inside..]);
            for (int j = outside; j < width; j++)
            {
                pixels[j] = source[Reflection.Fold(left + j, source.Length)];
            }

            pixels = pixels[width..];
        }
    }
}
