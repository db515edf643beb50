using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Layers of a network as work to be timed, on batches of windows in the backend's chunks.</summary>
public static class LayerWork
{
    /// <summary>A convolution, followed by a rectifier in the forward pass.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="shape">Extents with the whole batch.</param>
    /// <param name="pass">Which of its operations.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork Convolution(IComputeBackend backend, ConvolutionShape shape, ConvolutionPass pass)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new KernelWork(
            backend,
            WorkCost.Of(shape),
            b => [
                b.AllocateImages((shape with { Batch = Chunk(b, shape.Batch) }).Input, ImageLayout.Patches),
                b.AllocateImages((shape with { Batch = Chunk(b, shape.Batch) }).Output, ImageLayout.Patches),
                b.Allocate(shape.WeightsLength),
                b.Allocate(shape.Filters),
            ],
            Items(backend, shape.Batch, images => Operation(backend, shape with { Batch = images }, pass)));
    }

    /// <summary>Ordinary pooling.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="shape">Extents with the whole batch.</param>
    /// <param name="kind">Mean or maximum.</param>
    /// <param name="backward">True for the gradient.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork Pooling(IComputeBackend backend, PoolingShape shape, PoolingKind kind, bool backward)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new KernelWork(
            backend,
            WorkCost.Of(shape),
            b => [
                b.AllocateImages((shape with { Batch = Chunk(b, shape.Batch) }).Input, ImageLayout.Patches),
                b.AllocateImages((shape with { Batch = Chunk(b, shape.Batch) }).Output, ImageLayout.Patches),
                b.AllocateImages((shape with { Batch = Chunk(b, shape.Batch) }).Input, ImageLayout.Patches),
            ],
            Items(backend, shape.Batch, images =>
            {
                PoolingShape part = shape with { Batch = images };
                return backward
                    ? t => backend.Layers.PoolingBackward(t[0], t[1], t[2], part, kind)
                    : t => backend.Layers.PoolingForward(t[0], t[1], part, kind);
            }));
    }

    /// <summary>The gradient of an activation, in place.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="images">Extents with the whole batch.</param>
    /// <param name="activation">The activation.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork ActivationGradient(
        IComputeBackend backend, ImageShape images, ActivationKind activation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new KernelWork(
            backend,
            new WorkCost(0, 3.0 * sizeof(float) * images.Length),
            b => [
                b.AllocateImages(images with { Batch = Chunk(b, images.Batch) }, ImageLayout.Patches),
                b.AllocateImages(images with { Batch = Chunk(b, images.Batch) }, ImageLayout.Patches),
            ],
            Items(backend, images.Batch, count =>
                t => backend.Layers.ActivationBackward(t[0], t[1], images with { Batch = count }, activation)));
    }

    /// <summary>The output unit: its value and both gradients.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="images">Extents of its input with the whole batch.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static BenchmarkWork OutputUnit(IComputeBackend backend, ImageShape images)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new KernelWork(
            backend,
            new WorkCost(0, 3.0 * sizeof(float) * images.Length),
            b => [
                b.AllocateImages(images with { Batch = Chunk(b, images.Batch) }, ImageLayout.Patches),
                b.AllocateImages(images with { Batch = Chunk(b, images.Batch) }, ImageLayout.Patches),
                b.AllocateImages(new ImageShape(Chunk(b, images.Batch), 1, 1, 1), ImageLayout.Patches),
                b.Allocate(images.ImageLength),
                b.Allocate(images.ImageLength),
                b.Allocate(1),
            ],
            Items(backend, images.Batch, count =>
            {
                ImageShape part = images with { Batch = count };
                return t =>
                {
                    backend.Layers.DenseForward(t[0], t[3], t[5], t[2], part, units: 1);
                    backend.Layers.DenseBackwardWeights(t[0], t[2], t[4], t[5], part, units: 1);
                    backend.Layers.DenseBackwardInput(t[2], t[3], t[1], part, units: 1);
                };
            }));
    }

    private static Action<Tensor[]> Operation(IComputeBackend backend, ConvolutionShape shape, ConvolutionPass pass) =>
        pass switch
        {
            ConvolutionPass.Forward =>
                t => backend.Layers.ConvolutionForward(t[0], t[2], t[3], t[1], shape, ActivationKind.Relu),
            ConvolutionPass.InputGradient => t => backend.Layers.ConvolutionBackwardInput(t[1], t[2], t[0], shape),
            _ => t => backend.Layers.ConvolutionBackwardWeights(t[0], t[1], t[2], t[3], shape),
        };

    private static int Chunk(IComputeBackend backend, int batch) => Math.Min(backend.ChunkImages, batch);

    private static List<Action<Tensor[]>> Items(
        IComputeBackend backend, int batch, Func<int, Action<Tensor[]>> operation)
    {
        List<Action<Tensor[]>> items = [];
        for (int done = 0; done < batch; done += Math.Min(backend.ChunkImages, batch - done))
        {
            items.Add(operation(Math.Min(backend.ChunkImages, batch - done)));
        }

        return items;
    }
}
