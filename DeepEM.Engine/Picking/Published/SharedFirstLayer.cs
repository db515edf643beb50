using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Published;

/// <summary>
/// The first convolution of a network over a band of a micrograph, without bias and activation: what all windows share.
/// </summary>
/// <remarks>
/// Computed tile by tile, as many tiles as a batch has images at a time, dealt to the backend's workers. The tiles are
/// those of the micrograph, not of the band, so that the sums do not depend on the band: large kernels are convolved by
/// Fourier transforms, whose rounding depends on all of a tile. The band is held in host memory and kept from call to
/// call. One object serves one caller at a time.
/// </remarks>
internal sealed class SharedFirstLayer : IDisposable
{
    private const int LargestBatch = 16;
    private const int LeastTile = 64;
    private readonly IComputeBackend _backend;
    private readonly ConvolutionShape _shape;
    private readonly Tensor _noBias;
    private readonly Worker?[] _workers;
    private float[] _values = [];
    private int _rows;
    private int _columns;
    private int _firstRow;

    /// <summary>Allocates on first use what one tile needs for each worker.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="tile">Rows and columns of a tile of the result; null for what suits the kernels.</param>
    public SharedFirstLayer(IComputeBackend backend, NetworkDescription network, (int Rows, int Columns)? tile)
    {
        // Twice the kernel: a third of what is transformed is lost to each side's border.
        ConvolutionStage stage = network.Stages[0];
        int side = Math.Max(LeastTile, 2 * (stage.KernelSize - 1));
        (int rows, int columns) = tile ?? (side, side);
        _backend = backend;
        _shape = new ConvolutionShape(
            Math.Min(backend.ChunkImages, LargestBatch),
            1,
            rows + stage.KernelSize - 1,
            columns + stage.KernelSize - 1,
            stage.Maps,
            stage.KernelSize,
            stage.KernelSize);
        _noBias = backend.Allocate(stage.Maps);
        _workers = new Worker?[backend.Workers];
    }

    /// <summary>Values from a row of the band to the next.</summary>
    public int RowStride => _columns;

    /// <summary>Computes the band in which the windows from one row to another have their maps.</summary>
    /// <param name="parameters">The network's parameters on the device.</param>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="firstRow">First row of the band.</param>
    /// <param name="rows">Rows of the band; so many kernels fit below each other.</param>
    public void Compute(NetworkParameters parameters, ScannedMicrograph micrograph, int firstRow, int rows)
    {
        _firstRow = firstRow;
        _rows = rows;
        _columns = micrograph.Width - _shape.FilterWidth + 1;

        // Whole vectors are read to the very end.
        int length = checked((_shape.Filters * rows * _columns) + HostPooling.Overrun);
        if (_values.Length < length)
        {
            _values = new float[length];
        }

        int across = (_columns + _shape.OutWidth - 1) / _shape.OutWidth;
        int above = firstRow / _shape.OutHeight;
        int tiles = (((firstRow + rows - 1) / _shape.OutHeight) + 1 - above) * across;
        _backend.ForEach((tiles + _shape.Batch - 1) / _shape.Batch, (worker, item) =>
        {
            Worker mine = _workers[worker] ??= new Worker(_backend, _shape);
            int first = item * _shape.Batch;
            ConvolutionShape shape = _shape with { Batch = Math.Min(_shape.Batch, tiles - first) };
            (int Top, int Left) Corner(int n) => (
                (above + ((first + n) / across)) * _shape.OutHeight, (first + n) % across * _shape.OutWidth);
            for (int n = 0; n < shape.Batch; n++)
            {
                mine.Cut(micrograph, shape, n, Corner(n));
            }

            mine.Compute(_backend, parameters.Weights(0), _noBias, shape);
            for (int n = 0; n < shape.Batch; n++)
            {
                Keep(mine.Sums.AsSpan((int)(n * shape.Output.ImageLength)), Corner(n));
            }
        });
    }

    /// <summary>The map of a window, and what follows it in memory, at least one vector.</summary>
    /// <param name="filter">Which map.</param>
    /// <param name="x">First column of the window.</param>
    /// <param name="y">First row of the window.</param>
    /// <returns>Rows that lie <see cref="RowStride"/> values apart.</returns>
    public ReadOnlySpan<float> Map(int filter, int x, int y) =>
        _values.AsSpan((((filter * _rows) + y - _firstRow) * _columns) + x);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker? worker in _workers)
        {
            worker?.Dispose();
        }

        _noBias.Dispose();
    }

    private void Keep(ReadOnlySpan<float> tile, (int Top, int Left) corner)
    {
        int copied = Math.Min(_shape.OutWidth, _columns - corner.Left);
        int begin = Math.Max(0, _firstRow - corner.Top);
        int end = Math.Min(_shape.OutHeight, _firstRow + _rows - corner.Top);
        for (int k = 0; k < _shape.Filters; k++)
        {
            for (int i = begin; i < end; i++)
            {
                ReadOnlySpan<float> row = tile.Slice(((k * _shape.OutHeight) + i) * _shape.OutWidth, copied);
                int target = (((k * _rows) + corner.Top + i - _firstRow) * _columns) + corner.Left;
                row.CopyTo(_values.AsSpan(target));
            }
        }
    }

    private sealed class Worker(IComputeBackend backend, ConvolutionShape shape) : IDisposable
    {
        private readonly float[] _pixels = new float[shape.Input.Length];
        private readonly Tensor _input = backend.AllocateImages(shape.Input, ImageLayout.Patches);
        private readonly Tensor _output = backend.AllocateImages(shape.Output, ImageLayout.Patches);

        public float[] Sums { get; } = new float[shape.Output.Length];

        // Tiles at the right and bottom edge reach over it; what they give there is not kept.
        public void Cut(ScannedMicrograph micrograph, ConvolutionShape tiles, int n, (int Top, int Left) corner)
        {
            int first = (int)(n * tiles.Input.ImageLength);
            int copied = Math.Min(tiles.InWidth, micrograph.Width - corner.Left);
            for (int i = 0; i < tiles.InHeight; i++)
            {
                Span<float> row = _pixels.AsSpan(first + (i * tiles.InWidth), tiles.InWidth);
                row.Clear();
                if (corner.Top + i < micrograph.Height)
                {
                    int source = ((corner.Top + i) * micrograph.Width) + corner.Left;
                    micrograph.Centred.AsSpan(source, copied).CopyTo(row);
                }
            }
        }

        public void Compute(IComputeBackend device, Tensor weights, Tensor noBias, ConvolutionShape tiles)
        {
            _input.Upload(_pixels.AsSpan(0, (int)tiles.Input.Length));
            device.Layers.ConvolutionForward(_input, weights, noBias, _output, tiles, ActivationKind.Identity);
            _output.Download(Sums.AsSpan(0, (int)tiles.Output.Length));
        }

        public void Dispose()
        {
            _input.Dispose();
            _output.Dispose();
        }
    }
}
