using DeepEM.Engine.Networks;
using DeepEM.Engine.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>Scores every window of a grid over prepared micrographs, as a whole or tile by tile.</summary>
/// <remarks>
/// The grid covers the micrograph to its very edge: outside of it the image is continued by reflection. Tiles overlap
/// by the window, so that a score is the same number whatever the tile it falls into; the backend's workers share each
/// tile. Buffers are kept between micrographs of one size; one object serves one caller at a time.
/// </remarks>
public sealed class DenseScorer : IDisposable
{
    // Windows along the side of a tile on devices that need memory for all that a convolution gives.
    private const int DeviceTile = 128;

    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly IReadOnlyList<NetworkParameters> _parameters;
    private readonly int _stride;
    private readonly int? _tile;
    private (int Rows, int Columns) _size;
    private TileGrid _tiles;
    private DenseNetwork? _dense;
    private float[] _logits = [];

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
    public DenseScorer(
        IComputeBackend backend,
        NetworkDescription network,
        IReadOnlyList<NetworkParameters> parameters,
        int stride,
        int? tile = null)
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
        _tile = tile ?? (backend is IPooledConvolution ? null : DeviceTile);
    }

    /// <summary>Scores a micrograph.</summary>
    /// <param name="micrograph">The prepared micrograph.</param>
    /// <param name="target">Used for the logits where it has as many elements; null for a new array.</param>
    /// <returns>The logits of windows centred everywhere on the micrograph.</returns>
    public ScoreMap Score(PreparedMicrograph micrograph, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);

        // Window w begins at w·stride − margin; the first centre lies within half a pixel of pixel 0.
        int margin = (_network.InputSide - 1) / 2;
        double first = ((_network.InputSide - 1) / 2.0) - margin;
        int rows = ((micrograph.Height - 1) / _stride) + 1;
        int columns = ((micrograph.Width - 1) / _stride) + 1;
        int length = checked(rows * columns);
        float[] logits = target?.Length == length ? target : new float[length];

        DenseNetwork dense = Suiting(rows, columns);
        bool isWhole = (dense.Rows, dense.Columns) == (rows, columns);
        for (int tile = 0; tile < _tiles.Down * _tiles.Across; tile++)
        {
            int firstRow = tile / _tiles.Across * _tiles.Rows;
            int firstColumn = tile % _tiles.Across * _tiles.Columns;
            (int top, int left) = ((firstRow * _stride) - margin, (firstColumn * _stride) - margin);
            for (int k = 0; k < _parameters.Count; k++)
            {
                // A whole micrograph's first scores need no copy.
                float[] scores = isWhole && k == 0 ? logits : _logits;
                dense.Score(
                    _parameters[k],
                    (row, pixels) => Cut(micrograph, top + row, left, dense.InputWidth, pixels),
                    scores);
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

        return new ScoreMap(logits, rows, columns, _stride, first, first);
    }

    /// <inheritdoc/>
    public void Dispose() => _dense?.Dispose();

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
            _tiles = _tile is int side
                ? TileGrid.Square(_network, _stride, rows, columns, side)
                : TileGrid.Fitting(_network, _stride, rows, columns);
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
