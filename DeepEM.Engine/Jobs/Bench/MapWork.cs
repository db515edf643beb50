using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Operations on whole images and on parameters as work to be timed, one item for each worker.</summary>
public static class MapWork
{
    /// <summary>Mean and deviation of windows.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="shape">The windows.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork WindowStatistics(IComputeBackend backend, WindowShape shape) => Each(
        backend,
        ((double)shape.Height * shape.Width) + (2.0 * shape.Rows * shape.Columns),
        b => [
            Image(b, shape.Height, shape.Width),
            Image(b, shape.Rows, shape.Columns),
            Image(b, shape.Rows, shape.Columns),
        ],
        t => backend.Maps.WindowStatistics(t[0], t[1], t[2], shape));

    /// <summary>Maxima among the eight neighbours.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="side">Side of the map.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork LocalMaxima(IComputeBackend backend, int side) => Each(
        backend,
        2.0 * side * side,
        b => [Image(b, side, side), Image(b, side, side)],
        t => backend.Maps.LocalMaxima(t[0], t[1], side, side, radius: 1.5f, threshold: 0.5f));

    /// <summary>Means over blocks.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="side">Side of the image, a multiple of the factor.</param>
    /// <param name="factor">Side of the blocks.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork Binning(IComputeBackend backend, int side, int factor) => Each(
        backend,
        ((double)side * side) + ((double)(side / factor) * (side / factor)),
        b => [Image(b, side, side), Image(b, side / factor, side / factor)],
        t => backend.Maps.Binning(t[0], t[1], side, side, factor));

    /// <summary>The spectrum of an image.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="side">Side of the image.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork FourierTransform(IComputeBackend backend, int side) => Each(
        backend,
        ((double)side * side) + Spectrum.PlanesOf(side, side).Length,
        b => [Image(b, side, side), b.AllocateImages(Spectrum.PlanesOf(side, side), ImageLayout.Micrograph)],
        t => backend.Spectra.Forward(t[0], t[1], side, side));

    /// <summary>Copies an image to the device and back.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="side">Side of the image.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork Transfer(IComputeBackend backend, int side)
    {
        float[] values = new float[side * side];
        return Each(backend, 2.0 * values.Length, b => [Image(b, side, side)], t =>
        {
            t[0].Upload(values);
            t[0].Download(new float[values.Length]);
        });
    }

    /// <summary>Adam's step.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="length">Number of parameters.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork Adam(IComputeBackend backend, int length)
    {
        var step = AdamStep.At(1e-3f, 0.01f, 1);
        return Each(
            backend,
            7.0 * length,
            b => [b.Allocate(length), b.Allocate(length), b.Allocate(length), b.Allocate(length)],
            t => backend.Updates.Adam(t[0], t[1], t[2], t[3], step));
    }

    private static Tensor Image(IComputeBackend backend, int height, int width) =>
        backend.AllocateImages(new ImageShape(1, 1, height, width), ImageLayout.Micrograph);

    private static KernelWork Each(
        IComputeBackend backend, double values, Func<IComputeBackend, Tensor[]> allocate, Action<Tensor[]> item)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new KernelWork(
            backend,
            new WorkCost(0, sizeof(float) * values * backend.Workers),
            allocate,
            [.. Enumerable.Repeat(item, backend.Workers)]);
    }
}
