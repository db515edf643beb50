using System.Numerics;
using DeepEM.Engine.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;

namespace DeepEM.Engine.Picking;

/// <summary>
/// The first convolution of a network over a band of a micrograph, without bias and activation: what all windows share.
/// </summary>
/// <remarks>
/// Computed tile by tile, dealt to the backend's workers; a tile's sums do not depend on where it lies. The band is
/// held in host memory and kept from call to call. One object serves one caller at a time.
/// </remarks>
internal sealed class SharedFirstLayer : IDisposable
{
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
    /// <param name="tileRows">Rows of a tile of the result.</param>
    /// <param name="tileColumns">Columns of a tile of the result.</param>
    public SharedFirstLayer(IComputeBackend backend, NetworkDescription network, int tileRows, int tileColumns)
    {
        ConvolutionStage stage = network.Stages[0];
        _backend = backend;
        _shape = new ConvolutionShape(
            1,
            1,
            tileRows + stage.KernelSize - 1,
            tileColumns + stage.KernelSize - 1,
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
        int length = checked((_shape.Filters * rows * _columns) + Vector<float>.Count);
        if (_values.Length < length)
        {
            _values = new float[length];
        }

        int across = (_columns + _shape.OutWidth - 1) / _shape.OutWidth;
        int down = (rows + _shape.OutHeight - 1) / _shape.OutHeight;
        _backend.ForEach(across * down, (worker, tile) =>
        {
            Worker mine = _workers[worker] ??= new Worker(_backend, _shape);
            int top = tile / across * _shape.OutHeight;
            int left = tile % across * _shape.OutWidth;
            mine.Cut(micrograph, _shape, firstRow + top, left);
            _backend.ConvolutionForward(
                mine.Input, parameters.Weights(0), _noBias, mine.Output, _shape, ActivationKind.Identity);
            mine.Output.Download(mine.Sums);
            Keep(mine.Sums, top, left);
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
            worker?.Input.Dispose();
            worker?.Output.Dispose();
        }

        _noBias.Dispose();
    }

    private void Keep(float[] tile, int top, int left)
    {
        int copied = Math.Min(_shape.OutWidth, _columns - left);
        for (int k = 0; k < _shape.Filters; k++)
        {
            for (int i = 0; i < Math.Min(_shape.OutHeight, _rows - top); i++)
            {
                ReadOnlySpan<float> row = tile.AsSpan(((k * _shape.OutHeight) + i) * _shape.OutWidth, copied);
                row.CopyTo(_values.AsSpan((((k * _rows) + top + i) * _columns) + left));
            }
        }
    }

    private sealed class Worker(IComputeBackend backend, ConvolutionShape shape)
    {
        private readonly float[] _pixels = new float[shape.Input.Length];

        public Tensor Input { get; } = backend.AllocateImages(shape.Input, ImageLayout.Micrograph);

        public Tensor Output { get; } = backend.AllocateImages(shape.Output, ImageLayout.Micrograph);

        public float[] Sums { get; } = new float[shape.Output.Length];

        // Tiles at the right and bottom edge reach over it; what they give there is not kept.
        public void Cut(ScannedMicrograph micrograph, ConvolutionShape shape, int top, int left)
        {
            int copied = Math.Min(shape.InWidth, micrograph.Width - left);
            for (int i = 0; i < shape.InHeight; i++)
            {
                Span<float> row = _pixels.AsSpan(i * shape.InWidth, shape.InWidth);
                row.Clear();
                if (top + i < micrograph.Height)
                {
                    micrograph.Centred.AsSpan(((top + i) * micrograph.Width) + left, copied).CopyTo(row);
                }
            }

            Input.Upload(_pixels);
        }
    }
}
