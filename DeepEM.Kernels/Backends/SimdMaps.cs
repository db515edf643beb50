using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations on maps in vectors of one width.</summary>
/// <param name="memory">The backend's tensors.</param>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdMaps<TSimd, TVector>(SimdMemory memory) : IMapOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape)
    {
        shape.RequireValid();
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        Require.Images(image, new ImageShape(1, 1, shape.Height, shape.Width));
        Require.Images(mean, windows);
        Require.Images(deviation, windows);
        WindowStatisticsSimd.Evaluate(
            memory.Micrograph(image), memory.Micrograph(mean), memory.Micrograph(deviation), shape, memory.Scratch);
    }

    /// <inheritdoc/>
    public void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        if (!(radius >= 1) || float.IsNaN(threshold))
        {
            throw new ArgumentException($"A radius of {radius} and a threshold of {threshold} find nothing.");
        }

        Require.Images(scores, map);
        Require.Images(peaks, map);
        LocalMaximaSimd.Find(
            memory.Micrograph(scores), memory.Micrograph(peaks), height, width, radius, threshold, memory.Scratch);
    }

    /// <inheritdoc/>
    public void Binning(Tensor image, Tensor output, int height, int width, int factor)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        Require.Images(image, map);
        Require.Images(output, new ImageShape(1, 1, ((height - 1) / factor) + 1, ((width - 1) / factor) + 1));
        BinningSimd<TSimd, TVector>.Bin(
            memory.Micrograph(image), memory.Micrograph(output), height, width, factor, memory.Scratch);
    }

    /// <inheritdoc/>
    public void Rescaling(Tensor image, Tensor output, Tensor rows, Tensor columns, RescalingShape shape)
    {
        shape.RequireValid();
        Require.Images(image, shape.Input);
        Require.Images(output, shape.Output);
        Require.Flat(rows, shape.RowLength);
        Require.Flat(columns, shape.ColumnLength);
        RescalingSimd<TSimd, TVector>.Rescale(
            memory.Micrograph(image),
            memory.Micrograph(output),
            memory.Flat(rows),
            memory.Flat(columns),
            shape,
            memory.Scratch);
    }
}
