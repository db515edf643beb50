using DeepEM.Engine.Networks;
using DeepEM.Engine.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>Scores every window of a grid over prepared micrographs, tile by tile.</summary>
/// <remarks>
/// The grid covers the micrograph to its very edge: outside of it the image is continued by reflection. Tiles overlap
/// by the window, so that a score is the same number whatever the tile it falls into, and are dealt to the backend's
/// workers. Buffers are kept between micrographs; one object serves one caller at a time.
/// </remarks>
public sealed class DenseScorer : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly NetworkParameters _parameters;
    private readonly int _stride;
    private readonly int _tile;
    private readonly Worker?[] _workers;

    /// <summary>Scores with one network.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters on that device, which must outlive this object.</param>
    /// <param name="stride">Distance of neighbouring windows, pixels of the prepared micrograph.</param>
    /// <param name="tile">Windows along the side of a tile; rounded up to what the network needs.</param>
    public DenseScorer(
        IComputeBackend backend,
        NetworkDescription network,
        NetworkParameters parameters,
        int stride,
        int tile = 128)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tile);
        int fragments = DenseNetwork.FragmentsPerSide(network, stride);
        _backend = backend;
        _network = network;
        _parameters = parameters;
        _stride = stride;
        _tile = (tile + fragments - 1) / fragments * fragments;
        _workers = new Worker?[backend.Workers];
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

        int tilesAcross = (columns + _tile - 1) / _tile;
        int tilesDown = (rows + _tile - 1) / _tile;
        _backend.ForEach(tilesDown * tilesAcross, (worker, tile) =>
        {
            Worker mine = _workers[worker] ??= new Worker(_backend, _network, _stride, _tile);
            int firstRow = tile / tilesAcross * _tile;
            int firstColumn = tile % tilesAcross * _tile;
            mine.Cut(micrograph, (firstRow * _stride) - margin, (firstColumn * _stride) - margin);
            mine.Network.Score(_parameters, mine.Image, mine.Logits);
            int copied = Math.Min(_tile, columns - firstColumn);
            for (int i = 0; i < Math.Min(_tile, rows - firstRow); i++)
            {
                Array.Copy(mine.Logits, i * _tile, logits, ((firstRow + i) * columns) + firstColumn, copied);
            }
        });
        return new ScoreMap(logits, rows, columns, _stride, first, first);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker? worker in _workers)
        {
            worker?.Network.Dispose();
        }
    }

    private sealed class Worker(IComputeBackend backend, NetworkDescription network, int stride, int tile)
    {
        public DenseNetwork Network { get; } = new(backend, network, stride, tile, tile);

        public float[] Image { get; } = new float[Side(network, stride, tile) * Side(network, stride, tile)];

        public float[] Logits { get; } = new float[tile * tile];

        public void Cut(PreparedMicrograph micrograph, int top, int left)
        {
            int side = Network.InputWidth;
            for (int i = 0; i < side; i++)
            {
                int y = Reflection.Fold(top + i, micrograph.Height);
                ReadOnlySpan<float> source = micrograph.Pixels.AsSpan(y * micrograph.Width, micrograph.Width);
                Span<float> target = Image.AsSpan(i * side, side);
                int inside = Math.Clamp(-left, 0, side);
                int outside = Math.Clamp(micrograph.Width - left, inside, side);
                for (int j = 0; j < inside; j++)
                {
                    target[j] = source[Reflection.Fold(left + j, source.Length)];
                }

                source[(left + inside)..(left + outside)].CopyTo(target[inside..]);
                for (int j = outside; j < side; j++)
                {
                    target[j] = source[Reflection.Fold(left + j, source.Length)];
                }
            }
        }

        private static int Side(NetworkDescription network, int stride, int tile) =>
            ((tile - 1) * stride) + network.InputSide;
    }
}
