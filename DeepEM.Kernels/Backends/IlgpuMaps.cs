using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.WindowStatistics;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on maps on a device that ILGPU drives; each kernel is compiled when first used.</summary>
/// <param name="queue">What orders the operations.</param>
/// <param name="scratch">Memory between two passes.</param>
internal sealed class IlgpuMaps(IlgpuQueue queue, IlgpuScratch scratch) : IMapOperations
{
    private readonly AcceleratorStream _stream = queue.Stream;
    private readonly IlgpuScratch _scratch = scratch;
    private readonly IlgpuViews _views = new(queue.Device);
    private readonly WindowStatisticsKernels _windowStatistics = new(queue.Device.Accelerator);
    private readonly LocalMaximaKernels _localMaxima = new(queue.Device.Accelerator);
    private readonly BinningKernels _binning = new(queue.Device.Accelerator);
    private readonly RescalingKernels _rescaling = new(queue.Device.Accelerator);

    /// <inheritdoc/>
    public void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape)
    {
        shape.RequireValid();
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        _windowStatistics.Evaluate(
            _stream,
            _views.Micrograph(image, new ImageShape(1, 1, shape.Height, shape.Width), nameof(image)),
            _views.Micrograph(mean, windows, nameof(mean)),
            _views.Micrograph(deviation, windows, nameof(deviation)),
            _scratch.Take(WindowStatisticsKernels.ScratchLength(shape)),
            shape);
    }

    /// <inheritdoc/>
    public void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        _localMaxima.Find(
            _stream,
            _views.Micrograph(scores, map, nameof(scores)),
            _views.Micrograph(peaks, map, nameof(peaks)),
            PeakSearch.Of(height, width, radius, threshold));
    }

    /// <inheritdoc/>
    public void Binning(Tensor image, Tensor output, int height, int width, int factor)
    {
        ImageShape full = new(1, 1, height, width);
        Require.Extents(full, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        ImageShape binned = new(1, 1, ((height - 1) / factor) + 1, ((width - 1) / factor) + 1);
        _binning.Bin(
            _stream,
            _views.Micrograph(image, full, nameof(image)),
            _views.Micrograph(output, binned, nameof(output)),
            height,
            width,
            factor);
    }

    /// <inheritdoc/>
    public void Rescaling(Tensor image, Tensor output, Tensor rows, Tensor columns, RescalingShape shape)
    {
        shape.RequireValid();
        _rescaling.Rescale(
            _stream,
            _views.Micrograph(image, shape.Input, nameof(image)),
            _views.Micrograph(output, shape.Output, nameof(output)),
            _views.Flat(rows, shape.RowLength, nameof(rows)),
            _views.Flat(columns, shape.ColumnLength, nameof(columns)),
            shape);
    }
}
