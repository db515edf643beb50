using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>Stage after stage, each cut into bands of rows that the host's threads share out.</summary>
/// <remarks>
/// Nothing is computed twice but for a few rows between two bands, and a result does not depend on the band that it
/// falls into. The last stage and the output unit run together, see <see cref="DenseTail"/>.
/// </remarks>
internal sealed class BandedDensePass : IDensePass
{
    // So many parts for each worker even out what is slow.
    private const int BandsForEachWorker = 4;

    // Rows of the image that are put in place at a time: a few dozen kilobytes.
    private const int ImageBand = 16;

    private readonly IComputeBackend _backend;
    private readonly IBandOperations _operations;
    private readonly DensePlan _plan;
    private readonly Tensor[] _activations;
    private readonly (Tensor Rows, int First)[] _imageBands;
    private readonly (StageBand Band, Tensor Output)[][] _bands;
    private readonly DenseTail _tail;
    private readonly float[]?[] _pixels;

    /// <summary>Allocates what an image needs.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="operations">Its bands.</param>
    /// <param name="network">The network.</param>
    /// <param name="plan">The extents.</param>
    public BandedDensePass(
        IComputeBackend backend, IBandOperations operations, NetworkDescription network, DensePlan plan)
    {
        _backend = backend;
        _operations = operations;
        _plan = plan;
        PooledConvolution[] stages = [.. plan.Convolutions.Zip(
            plan.Poolings, (c, p) => new PooledConvolution(c, network.Activation, p, network.Pooling))];
        _activations = [.. stages.Select(
            stage => backend.AllocateImages(stage.Convolution.Input, ImageLayout.Micrograph))];
        _imageBands = [.. StageBand.Split(plan.InputHeight, (plan.InputHeight + ImageBand - 1) / ImageBand)
            .Select(b => (operations.Rows(_activations[0], new ImageRows(0, 1, b.First, b.Count)), b.First))];
        _bands = [.. stages.SkipLast(1).Select((stage, s) => Bands(stage, _activations[s], _activations[s + 1]))];
        _tail = new DenseTail(backend, operations, stages[^1], plan, _activations[^1]);
        _pixels = new float[]?[backend.Workers];
    }

    /// <inheritdoc/>
    public void Load(ImageRowSource image) =>
        _backend.ForEach(_imageBands.Length, (worker, item) =>
        {
            (Tensor rows, int first) = _imageBands[item];
            float[] pixels = _pixels[worker] ??= new float[ImageBand * _plan.InputWidth];
            Span<float> used = pixels.AsSpan(0, (int)rows.Length);
            image(first, used);
            rows.Upload(used);
        });

    /// <inheritdoc/>
    public void Score(NetworkParameters parameters, float[] logits)
    {
        for (int s = 0; s < _bands.Length; s++)
        {
            (StageBand Band, Tensor Output)[] bands = _bands[s];
            (Tensor weights, Tensor biases) = (parameters.Weights(s), parameters.Biases(s));
            _backend.ForEach(bands.Length, (_, item) =>
            {
                (StageBand band, Tensor output) = bands[item];
                _operations.ConvolutionPoolingForward(band.Input, weights, biases, output, band.Stage);
            });
        }

        _tail.Score(parameters, _bands.Length, logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tail.Dispose();
        foreach (Tensor tensor in _activations)
        {
            tensor.Dispose();
        }
    }

    private (StageBand Band, Tensor Output)[] Bands(PooledConvolution stage, Tensor input, Tensor output)
    {
        PoolingShape pooling = stage.Pooling;
        int forEachImage = ((BandsForEachWorker * _backend.Workers) + pooling.Batch - 1) / pooling.Batch;
        return [..
            from image in Enumerable.Range(0, pooling.Batch)
            from rows in StageBand.Split(pooling.OutHeight, forEachImage, PooledConvolution.BandRows)
            let band = StageBand.Of(_operations, input, stage, image, rows.First, rows.Count)
            select (band, _operations.Rows(
                output, new ImageRows(image * band.Fragments, band.Fragments, rows.First, rows.Count)))];
    }
}
